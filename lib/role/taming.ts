import { Condition } from '../core/policy';
import { isNamed, namesNothing } from './wildcard-resource';

/** Without `IfExists` and `ForAllValues:`, which let a request without the key through. `Null` says nothing of the value. */
const DEMANDS = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|Bool)$/i;
const EXCEPTS = /^(String|Arn)Not(Equals|EqualsIgnoreCase|Like)$/i;
const POLICY_KEYS: ReadonlySet<string> = new Set(['iam:permissionsboundary', 'iam:policyarn']);
const YES_OR_NO: ReadonlySet<string> = new Set(['kms:grantisforawsresource']);
/** With one of these as policy or boundary, nothing is held back. */
const HOLDS_NOTHING_BACK = /:policy\/(AdministratorAccess|IAMFullAccess)$/;

/** Whether a condition lets a request through for named values of its key only. */
export const demandsNamed = (condition: Condition): boolean =>
  DEMANDS.test(condition.operator) && isSpecific(condition);

/** In a `Deny`: whether it leaves only what is done within a named boundary. */
export const sparesBoundary = (condition: Condition): boolean =>
  condition.key === 'iam:permissionsboundary' && EXCEPTS.test(condition.operator) && isSpecific(condition);

function isSpecific({ operator, key, values }: Condition): boolean {
  if (values.length === 0) return false;
  if (YES_OR_NO.has(key) || /Bool$/i.test(operator)) return values.every((one) => /^true$/i.test(one));
  return values.every(
    (one) => isNamed(one) && !(POLICY_KEYS.has(key) && (namesNothing(one) || HOLDS_NOTHING_BACK.test(one))),
  );
}
