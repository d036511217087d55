import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { CLIENT } from '../sign-in';

const LISTS = ['CallbackURLs', 'LogoutURLs', 'DefaultRedirectURI'];
const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|\?|#|$)/i;

/** Schemes of an app's own (`shop://signed-in`) pass: PKCE protects them. */
export const httpsCallbacks: Rule = {
  id: 'IDENTITY-10',
  types: [CLIENT],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'browsers are sent back by HTTPS, and to localhost in development only',
  why: 'Whoever listens on the way, or runs a program on the same machine, takes the code that stands in the address.',
  fix: 'name https:// addresses in oAuth.callbackUrls and logoutUrls; keep http://localhost for a client in a development stack',
  topics: ['auth', 'transport'],
  controls: ['C2', 'C6', 'E2'],
  migration: 'breaks-callers',
  reaches: [],
  check: (client) => worstOfAll(LISTS.flatMap((list) => [client.get(list) ?? []].flat().map(judgeIn(client, list)))),
};

const judgeIn =
  ({ profile }: Resource, list: string) =>
  (url: unknown): Judgement => {
    const at = `Properties.${list}`;
    if (typeof url !== 'string') return unknown(`${list} that cannot be read here`, at);
    if (LOCAL.test(url)) return profile === 'development' ? PASS : fail(`${url} in ${profile}`, at);
    if (/^http:/i.test(url)) return fail(readable(url), at);
    return isUnknown(url) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(url)
      ? unknown(`an address only known at deployment`, at)
      : PASS;
  };
