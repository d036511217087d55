import { fail, Judgement, PASS, unknown, unknownName } from '../core/rule';
import { isUnknown, readable, splitText } from '../core/text';

/** Headers that many callers send alike, or that anybody writes: they tell nobody apart. */
const NO_CALLER =
  /^(host|user-agent|accept(-.*)?|connection|content-.*|cache-control|pragma|origin|referer|(x-)?forwarded(-.*)?|x-real-ip|via|date|dnt|expect|range|if-.*|te|upgrade(-.*)?|x-amzn-trace-id|x-requested-with|cloudfront-.*|sec-(fetch|ch|gpc).*|sec-websocket-(key|version|extensions))$/i;

/** `method.request.header.Authorization` of REST APIs, `$request.header.Authorization` of HTTP APIs. */
const OF_REQUEST = /^\$?(?:(?:method|route)\.)?request\.(?:multivalue)?(header|querystring|cookie)\.([^]+)$/i;
/** What API Gateway itself found out about who calls: a certificate, or an API key. */
const OF_CONTEXT = /^\$?context\.identity\.(clientCert\..+|apiKey(Id)?)$/i;

/**
 * Whether the key of an authorizer's cache tells callers apart: one source that does is enough, since all of them together
 * make the key.
 */
export function keepsCallersApart(sources: unknown, ttl: unknown, at: string): Judgement {
  const seconds = Number(ttl);
  if (seconds === 0) return PASS;
  const judged = listed(sources).map((source) => ofSource(source, at));
  if (judged.some(({ verdict }) => verdict === 'pass')) return PASS;
  if (isUnknown(ttl)) return unknown(`decisions kept for ${readable(ttl)}, by ${named(sources)}`, at);
  const open = judged.find(({ verdict }) => verdict === 'unknown');
  if (open) return open;
  return fail(`decisions kept for ${readable(ttl)} seconds by ${named(sources)}, which callers share`, at);
}

function ofSource(source: string, at: string): Judgement {
  const [, kind, name] = OF_REQUEST.exec(source) ?? [];
  const got = `decisions kept by ${readable(source)}`;
  if (kind === undefined) return isUnknown(source) ? unknown(got, at) : OF_CONTEXT.test(source) ? PASS : fail(got, at);
  if (kind.toLowerCase() !== 'header') return PASS;
  if (isUnknown(name)) return unknownName(name, got, at);
  return NO_CALLER.test(name) ? fail(got, at) : PASS;
}

/** A list, or a text with commas. */
const listed = (sources: unknown): string[] =>
  [sources ?? []]
    .flat()
    .flatMap((one) => splitText(String(one), ','))
    .map((one) => one.trim())
    .filter((one) => one !== '');

const named = (sources: unknown): string => readable(listed(sources).join(', ')) || 'nothing';
