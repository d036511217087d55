import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Template } from '../core/assembly';
import { bindings, Condition, isOwn, Principal, Statement } from '../core/policy';
import { advise, fail, Judgement, PASS, unknown, unknownName, worst } from '../core/rule';
import { isNamedLater, isUnknown } from '../core/text';

/** Whose an account, an ARN or a condition is. `silent`: it says nothing about accounts. */
type Whose = 'own' | 'organization' | 'foreign' | 'unknown' | 'silent';

/** Whether a statement lets in somebody of another account. Who is let in by nobody's name is another rule's matter. */
export function reachesOtherAccount(statement: Statement, template: Template): Judgement {
  const conditions = bindings(statement);
  return worst((statement.principals ?? []).map((one) => ofPrincipal(one, conditions, statement.at, template)));
}

function ofPrincipal(one: Principal, conditions: readonly Condition[], at: string, template: Template): Judgement {
  if (one.kind === 'unknown') return unknownName(one.value, `principal ${one.value}`, at);
  if (one.kind === 'any' || one.kind === 'Service') {
    const bound = boundTo(conditions, template);
    const who = `${one.kind === 'any' ? 'everybody' : one.value} with ${conditions.map(described).join(' and ')}`;
    if (bound === 'foreign') return fail(who, at);
    // accounts of one owner, as AWS advises; whether that owner is the own one, nobody can see here
    if (bound === 'organization') return advise(fail(who, at));
    if (bound === 'unknown') return conditions.some(cannotBeRead) ? unknown(who, at) : advise(unknown(who, at));
    // only an ARN without an account in it: for a service that is a bucket, for everybody else it proves nothing
    return bound === 'silent' && one.kind === 'any' && conditions.length > 0 ? unknown(who, at) : PASS;
  }
  if (LOAD_BALANCER_LOGS.has(/\d{12}/.exec(one.value)?.[0] ?? '')) return PASS;
  if (/^arn:[^:]*:iam::cloudfront:/.test(one.value)) return unknown(`origin access identity ${one.value}`, at);
  const own = isOwn(one, template);
  if (own) return PASS;
  if (own !== undefined) return fail(`principal ${one.value}`, at);
  return unknownName(one.value, `principal ${one.value}`, at);
}

/** An account that is written down, or given at deployment, is somebody named. */
const cannotBeRead = ({ values }: Condition): boolean => values.some((one) => isUnknown(one) && !isNamedLater(one));

const described = ({ key, values }: Condition): string => `${key} ${values.join(', ')}`;

/** Conditions hold together, so one that names the own account is enough. */
function boundTo(conditions: readonly Condition[], template: Template): Whose {
  const each = conditions.map((one) => worstOf(one.values.map((value) => whose(one.key, value, template))));
  return (
    (['own', 'organization', 'foreign', 'unknown', 'silent'] as const).find((one) => each.includes(one)) ?? 'silent'
  );
}

const worstOf = (each: readonly Whose[]): Whose =>
  (['foreign', 'organization', 'unknown', 'silent', 'own'] as const).find((one) => each.includes(one)) ?? 'silent';

function whose(key: string, value: string, template: Template): Whose {
  if (/org(id|paths)$/.test(key)) return 'organization';
  if (/^aws:sourcevpce?$/.test(key)) return 'own'; // who may use an endpoint is its own policy's matter
  if (isUnknown(value)) return 'unknown';
  const own = isOwn({ value }, template);
  if (own) return 'own';
  if (/account$|owner$/.test(key) || /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/.test(value))
    return own === false ? 'foreign' : 'unknown';
  return 'silent';
}

/** AWS's own accounts that deliver load balancers' access logs in older regions. */
const LOAD_BALANCER_LOGS: ReadonlySet<string> = new Set(
  RegionInfo.regions.map(({ elbv2Account }) => elbv2Account).filter((one): one is string => one !== undefined),
);
