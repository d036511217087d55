import type { Resource } from '../../core/assembly';
import { is, isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { API, isWebSocket } from '../api-parts';
import { openRoutesOf } from '../known-callers';

/** A message that lists more is read by nobody. */
const MOST_SHOWN = 3;

export const noWebAclStandsHere: Rule = {
  id: 'HTTP-13',
  types: [API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'routes for everybody stand behind a web ACL',
  why: 'AWS WAF attaches to no HTTP or WebSocket API: floods and attacks reach the open route as they come. A header that CloudFront adds is a weak lock.',
  fix: 'put the open routes into a SecureApi (REST), which has a web ACL; or behind CloudFront with a client certificate to a domain name with mutual TLS, and disableExecuteApiEndpoint',
  topics: ['waf', 'public-access'],
  controls: ['B7', 'AwsSolutions-APIG3'],
  migration: 'manual',
  reaches: [],
  check,
};

function check(api: Resource): Judgement {
  if (isWebSocket(api) || isClosed(api)) return PASS;
  const open = openRoutesOf(api);
  if (open.length === 0) return PASS;
  const more = open.length > MOST_SHOWN ? ` and ${open.length - MOST_SHOWN} more` : '';
  return fail(`${open.slice(0, MOST_SHOWN).join(', ')}${more} for everybody, in an HTTP API`);
}

/** Reached by client certificates alone. */
function isClosed(api: Resource): boolean {
  if (is(api.get('DisableExecuteApiEndpoint'), true) !== 'pass') return false;
  const domains = api.assembly.about(api, 'AWS::ApiGatewayV2::DomainName');
  return domains.length > 0 && domains.every((one) => isPresent(one.get('MutualTlsAuthentication')));
}
