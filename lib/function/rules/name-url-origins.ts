import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

const AT = 'Properties.Cors';

export const nameUrlOrigins: Rule = {
  id: 'FUNCTION-17',
  types: ['AWS::Lambda::Url'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a function URL lets no page of any origin call it with the credentials of the user',
  why: 'Any page the user opens then calls the function as him and reads the answer, because his browser sends his cookies along. https://* means any page too.',
  fix: 'name the origins in allowedOrigins of cors, or leave out allowCredentials',
  topics: ['auth', 'public-access', 'validation'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: [],
  check,
};

function check(url: Resource): Judgement {
  const cors: any = url.get('Cors');
  if (cors === undefined || cors === null) return PASS;
  const credentials = isUnknown(cors) ? 'unknown' : is(cors.AllowCredentials, true);
  if (credentials === 'fail') return PASS;
  const origins: unknown = isUnknown(cors) ? cors : cors.AllowOrigins;
  const listed = origins === undefined || origins === null ? [] : [origins].flat();
  const any = listed.find((one) => /^(\*|https?:\/\/\*)$/.test(String(one).trim()));
  if (any !== undefined)
    return (credentials === 'pass' ? fail : unknown)(`origin ${readable(any)} with credentials`, AT);
  return isUnknown(origins) && credentials === 'pass'
    ? unknown('origins that are only known at deployment, with credentials', AT)
    : PASS;
}
