import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, PLACEHOLDER, readable } from '../../core/text';
import { API, EVENT_API, Mode, modesOf } from '../api-parts';

export const tokensForThisApi: Rule = {
  id: 'GRAPHQL-13',
  types: [API, EVENT_API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'tokens of OpenID Connect come from an issuer by https, for clients that are named',
  why: 'Without a client id every token of the issuer will do, also one that another application got for itself; keys that come by plain http can be exchanged on the way.',
  fix: 'set clientId to the id of your client, or ids joined by |, and oidcProvider to an https address',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: [],
  check: (api: Resource) =>
    worstOfAll((modesOf(api) ?? []).filter(({ type }) => type === 'OPENID_CONNECT').flatMap(judge)),
};

function judge({ oidc, at }: Mode): Judgement[] {
  if (isUnknown(oidc)) return [unknown('an OpenIDConnectConfig that cannot be read here', at)];
  return [ofIssuer(oidc?.Issuer, at), ofClient(oidc?.ClientId, at)];
}

function ofIssuer(issuer: unknown, at: string): Judgement {
  if (!isPresent(issuer)) return fail('no issuer', at);
  const text = String(issuer);
  if (/^https:\/\/[^/]/.test(text)) return PASS;
  // a value of the deployment may be the address as a whole
  const isOpen = isUnknown(text) || text.startsWith('⟨');
  return (isOpen ? unknown : fail)(`issuer ${readable(text)}`, at);
}

/** A literal id, in which a dot stands for itself by and large, but never several for anything. */
const ID = /^\^?(?:[\w:/@~%=,-]|\\\W)+(?:\.(?:[\w:/@~%=,-]|\\\W)+)*\$?$/;

/** It is a regular expression: only ids one after the other can be told to be of known clients. */
function ofClient(client: unknown, at: string): Judgement {
  if (!isPresent(client)) return fail('no client id', at);
  // what the template or the deployment names is an id
  const text = String(client).replace(PLACEHOLDER, 'x');
  const [, grouped = text] = /^\^?\((?:\?:)?(.*)\)\$?$/.exec(text) ?? [];
  return grouped.split('|').every((id) => ID.test(id)) ? PASS : fail(`client id ${readable(client)}`, at);
}
