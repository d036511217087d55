import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, unknownName, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { API, AUTHORIZER } from '../api-parts';
import { definedAuthorizers, definitionOf } from '../http-definition';

export const tokensForThisApi: Rule = {
  id: 'HTTP-03',
  types: [AUTHORIZER, API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a JWT authorizer takes tokens of one issuer, by https, for an audience of its own',
  why: 'Without an audience every token of the issuer will do, also one that another application got for itself; keys that come by plain http can be exchanged on the way.',
  fix: 'set jwtAudience to the identifiers of this API or the ids of its clients, and jwtIssuer to an https address',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => {
    if (resource.type === AUTHORIZER) {
      const at = 'Properties.JwtConfiguration';
      return resource.get('AuthorizerType') === 'JWT' ? judge(resource.get('JwtConfiguration'), at) : PASS;
    }
    return ofDefinition(resource);
  },
};

function judge(configuration: any, at: string): Judgement {
  if (isUnknown(configuration)) return unknown('a JwtConfiguration that cannot be read here', at);
  const { Audience = configuration?.audience, Issuer = configuration?.issuer } = configuration ?? {};
  return worstOfAll([ofAudience(Audience, at), ofIssuer(Issuer, at)]);
}

const ofAudience = (audience: unknown, at: string): Judgement =>
  [audience ?? []].flat().some(isPresent) ? PASS : fail('no audience', at);

function ofIssuer(issuer: unknown, at: string): Judgement {
  if (!isPresent(issuer)) return fail('no issuer', at);
  const text = String(issuer);
  if (/^https:\/\/[^/]/.test(text)) return PASS;
  // a value of the deployment may be the address as a whole
  return isUnknown(text) || text.startsWith('⟨')
    ? unknownName(text, `issuer ${readable(text)}`, at)
    : fail(`issuer ${readable(text)}`, at);
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (typeof definition !== 'object') return PASS; // one that cannot be read is HTTP-01's
  return worstOfAll(
    definedAuthorizers(definition)
      .filter(([, authorizer]) => String(authorizer?.type).toLowerCase() === 'jwt')
      .map(([name, { jwtConfiguration }]) => judge(jwtConfiguration, `Properties.Body security scheme ${name}`)),
  );
}
