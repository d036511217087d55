import type { Resource } from '../core/assembly';
import { mentioning, NamingProperties } from '../core/mentions';

const ATTACHED = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/** Policies that say themselves whose they are; those of roles are in the table of subjects. */
const OF_PEOPLE: NamingProperties = {
  'AWS::IAM::Policy': ['Users', 'Groups'],
  'AWS::IAM::ManagedPolicy': ['Users', 'Groups'],
  'AWS::IAM::UserPolicy': ['UserName'],
  'AWS::IAM::GroupPolicy': ['GroupName'],
};
const BOUNDED: NamingProperties = {
  'AWS::IAM::Role': ['PermissionsBoundary'],
  'AWS::IAM::User': ['PermissionsBoundary'],
};
const LISTING: NamingProperties = {
  'AWS::IAM::User': ['ManagedPolicyArns'],
  'AWS::IAM::Group': ['ManagedPolicyArns'],
};

const IDENTITIES: ReadonlySet<string> = new Set(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group']);

export const isIdentity = ({ type }: Resource): boolean => IDENTITIES.has(type) || type === PERMISSION_SET;

export const PERMISSION_SET = 'AWS::SSO::PermissionSet';

/** The managed policies that an identity lists. */
export function listed(identity: Resource): unknown[] {
  const managed = identity.get(identity.type === PERMISSION_SET ? 'ManagedPolicies' : 'ManagedPolicyArns');
  return managed === undefined ? [] : [managed].flat();
}

/** The policies of its own that an identity has in the app, whoever attached them. */
export function attachedTo(identity: Resource): Resource[] {
  const { assembly, type } = identity;
  const managed = listed(identity).map((one) => assembly.find(one, 'AWS::IAM::ManagedPolicy'));
  const about = assembly.about(identity).filter((one) => ATTACHED.includes(one.type));
  const isPerson = type === 'AWS::IAM::User' || type === 'AWS::IAM::Group';
  const named = isPerson ? mentioning(identity, OF_PEOPLE).filter((one) => one.exists()) : [];
  return [...new Set([...about, ...managed, ...named])].filter((one): one is Resource => one !== undefined);
}

/** Whether an identity of the app has this policy: then it is judged there, with everything else that it has. */
export function isJudgedWithIdentity(policy: Resource): boolean {
  if (policy.assembly.subjects(policy).some(({ type }) => type === 'AWS::IAM::Role')) return true;
  const { assembly, template, raw } = policy;
  const named = (OF_PEOPLE[policy.type] ?? []).map((property) => raw.Properties?.[property]).filter(Boolean);
  if (named.length === 0) return false;
  return assembly.world.aside(() => named.flatMap((one) => assembly.mentionedIn(one, template))).some(isIdentity);
}

/** The policy that bounds what an identity may do at most, if the app has it. */
export const boundaryOf = (identity: Resource): Resource | undefined =>
  identity.assembly.find(identity.get('PermissionsBoundary'), 'AWS::IAM::ManagedPolicy');

/** Whether a policy only bounds what others grant: then it grants nothing. */
export function isBoundaryOnly(policy: Resource): boolean {
  if (policy.type !== 'AWS::IAM::ManagedPolicy') return false;
  if (['Roles', 'Users', 'Groups'].some((property) => policy.raw.Properties?.[property] !== undefined)) return false;
  if (policy.assembly.subjects(policy).length > 0) return false;
  return mentioning(policy, BOUNDED).length > 0 && mentioning(policy, LISTING).length === 0;
}
