import { compact, isGiven, isIntrinsic, isMap, isNoValue, partsOfIf, Properties } from './intrinsic-shapes';
import { inOrder } from './logical-ids';
import { managedPolicyArn } from './managed-policies';
import { policyFromTemplate } from './policy-templates';
import type { SamResource } from './sam-resource';

/** A role that SAM generates, while events and destinations still add to it. */
export class GeneratedRole {
  private readonly arns = new Map<string, unknown>();
  private readonly inline = new Map<string, unknown>();

  constructor(
    private readonly owner: SamResource,
    public readonly logicalId: string,
  ) {}

  public addManaged(arn: unknown): void {
    this.arns.set(inOrder(arn), arn);
  }

  /** A policy whose document is there already is not added again. */
  public addInline(policy: Properties): void {
    const key = inOrder(policy.PolicyDocument ?? policy);
    if (!this.inline.has(key)) this.inline.set(key, policy);
  }

  /** The `Policies` of a function or state machine: names, ARNs, documents, policy templates, alone or in a list. */
  public addPolicies(given: unknown): void {
    if (!isGiven(given)) return;
    const list: unknown[] = Array.isArray(given) ? given : [given];
    list.forEach((policy, index) => {
      const at = Array.isArray(given) ? `Policies.${index}` : 'Policies';
      const entry = entryOf(policy);
      if (typeof entry === 'string') this.owner.block(at, entry);
      else if (entry.kind === 'managed') this.addManaged(entry.value);
      // numbered by their place, so that two documents which read alike stay two
      else if (entry.kind === 'inline')
        this.inline.set(`${index}`, named(entry.value, `${this.logicalId}Policy${index}`));
    });
  }

  public write(trust: unknown, more: Properties = {}, attributes: Properties = {}): void {
    const { owner, logicalId } = this;
    const { RolePath, PermissionsBoundary } = owner.properties;
    owner.generate(
      logicalId,
      'AWS::IAM::Role',
      compact({
        AssumeRolePolicyDocument: trust,
        ManagedPolicyArns: [...this.arns.values()],
        Policies: this.inline.size > 0 ? [...this.inline.values()] : undefined,
        Path: RolePath,
        PermissionsBoundary,
        ...more,
      }),
      owner.properties.Policies === undefined ? '' : 'Policies',
      attributes,
    );
  }
}

interface Entry {
  readonly kind: 'managed' | 'inline' | 'none';
  readonly value: unknown;
}

/** One policy; a text says why it cannot be read. */
function entryOf(policy: unknown): Entry | string {
  if (typeof policy === 'string') return { kind: 'managed', value: managedPolicyArn(policy) };
  if (isNoValue(policy)) return { kind: 'none', value: policy };
  if (isIntrinsic(policy)) return 'Fn::If' in policy ? eitherOf(policy) : { kind: 'managed', value: policy };
  if (!isMap(policy)) return 'neither a name nor a map';
  if ('Statement' in policy) return { kind: 'inline', value: policy };
  const names = Object.keys(policy);
  if (names.length !== 1) return 'neither a policy document nor one policy template';
  const document = policyFromTemplate(names[0], policy[names[0]]);
  return typeof document === 'string' ? document : { kind: 'inline', value: document };
}

function eitherOf(policy: Properties): Entry | string {
  const parts = partsOfIf(policy);
  if (!parts) return 'an Fn::If that cannot be read';
  const [condition, ...branches] = parts;
  const entries: Entry[] = [];
  for (const branch of branches) {
    const entry = entryOf(branch);
    if (typeof entry === 'string') return entry;
    entries.push(entry);
  }
  const kinds = new Set(entries.map(({ kind }) => kind).filter((kind) => kind !== 'none'));
  if (kinds.size > 1) return 'an Fn::If between policies of different kinds';
  const [kind = 'none'] = kinds;
  return { kind, value: { 'Fn::If': [condition, ...entries.map(({ value }) => value)] } };
}

/** An inline policy, or an `Fn::If` between them. */
function named(document: unknown, name: string): Properties {
  const parts = partsOfIf(document);
  if (!parts) return { PolicyName: name, PolicyDocument: document };
  const [condition, yes, no] = parts;
  return { 'Fn::If': [condition, ...[yes, no].map((one) => (isNoValue(one) ? one : named(one, name)))] };
}
