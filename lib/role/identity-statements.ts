import type { Resource } from '../core/assembly';
import { parsePolicy, Statement, statementsOf } from '../core/policy';
import { Judgement, PASS, unknown, worstOfAll } from '../core/rule';
import { isBoundaryOnly, PERMISSION_SET } from './attachments';

/** Types whose policies lie in a list of theirs; the others have one document. */
const WITH_INLINE_POLICIES: readonly string[] = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** Every resource that says what an identity may do. */
export const IDENTITY_POLICIES: readonly string[] = [
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::GroupPolicy',
  PERMISSION_SET,
  ...WITH_INLINE_POLICIES,
];

/** What an identity policy, or the inline policies of a role, say. `undefined`: one of them cannot be read here. */
export function identityStatements(resource: Resource): readonly Statement[] | undefined {
  if (resource.type === PERMISSION_SET) return statementsOf(resource, 'InlinePolicy');
  if (!WITH_INLINE_POLICIES.includes(resource.type)) return statementsOf(resource);
  const policies = resource.get('Policies');
  if (policies === undefined) return [];
  const parsed = (Array.isArray(policies) ? policies : [policies]).map((one, index) =>
    typeof one === 'object' && one !== null
      ? parsePolicy(one.PolicyDocument, `Properties.Policies.${index}.PolicyDocument`)
      : undefined,
  );
  return parsed.some((one) => one === undefined) ? undefined : parsed.flatMap((one) => one!);
}

/** Anything but `Deny` may grant, also an effect that only the deployment knows. */
export const mayAllow = ({ effect }: Statement): boolean => effect !== 'Deny';

export const UNREADABLE: Judgement = unknown('a policy that cannot be read here');

/** The worst of all statements that may grant something, each with what is wrong with it. A boundary grants nothing. */
export function judgeAllows(resource: Resource, judge: (statement: Statement) => Judgement): Judgement {
  if (isBoundaryOnly(resource)) return PASS;
  const statements = identityStatements(resource);
  return statements ? worstOfAll(statements.filter(mayAllow).map(judge)) : UNREADABLE;
}
