import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { AccountRootPrincipal, AddToResourcePolicyResult, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import { DataClass } from './data-class';
import { edgesOf, KeyPurpose, keyStatements, producerOf } from './edges';
import { secured } from '../core/gate-state';
import { profileOf } from '../core/profile';
import { provideShared, sharedIn } from '../core/shared-in-stack';

/** Keys from outside, for `KeyRing.provide`. */
export interface KeyRingKeys {
  /**
   * The key of stores: buckets, tables, queues, secrets.
   *
   * @default - the ring makes one in each top-level stack that needs it
   */
  readonly data?: IKey;
  /**
   * The key of what operates the application: alarm topics and operational logs.
   *
   * @default - the ring makes one in each top-level stack that needs it
   */
  readonly operations?: IKey;
}

/**
 * The customer managed keys of a top-level stack: at most two, made when they are first asked for.
 *
 * Who may use them is said by identities' own policies. The key policies name the account and the services that write
 * into what the keys encrypt, never a role or another resource: so nothing can depend in a circle, across stacks either.
 */
export class KeyRing {
  /** The ring of the scope's top-level stack; nested stacks use their parent's. */
  public static of(scope: IConstruct): KeyRing {
    return new KeyRing(scope);
  }

  /**
   * Brings keys from outside for everything below an App, a Stage or a top-level stack; the nearest wins. Say it before
   * the first construct asks for a key.
   *
   * A key of this app is told to let in the services that write into what it encrypts. An imported key has to say so
   * itself: its policy is out of reach here.
   *
   * @throws when the scope is another construct, the keys belong to another app, or the ring has made its own key already (KEY-05)
   */
  public static provide(scope: IConstruct, keys: KeyRingKeys): void {
    for (const purpose of PURPOSES) {
      const key = keys[purpose];
      if (!key) continue;
      provideShared(
        scope,
        slot(purpose),
        key,
        (problem) =>
          new Error(`KEY-05: expected ${problem}; call KeyRing.provide first thing on the App, a Stage or a stack`),
      );
      for (const statement of keyStatements(key, purpose)) key.addToResourcePolicy(statement);
    }
  }

  /** The class of a store that names none: `PERSONAL` in production and regulated, `INTERNAL` in development. */
  public static defaultDataClass(scope: IConstruct): DataClass {
    return isDevelopment(scope) ? DataClass.INTERNAL : DataClass.PERSONAL;
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * The key for data of a class.
   *
   * @param dataClass how sensitive the data is; `KeyRing.defaultDataClass` when absent
   * @returns a customer managed key, or `undefined` where the service's own encryption is right: `INTERNAL` data, and in
   *   development everything but `SECRET`
   */
  public data(dataClass: DataClass = KeyRing.defaultDataClass(this.scope)): IKey | undefined {
    if (dataClass === DataClass.INTERNAL) return undefined;
    if (isDevelopment(this.scope) && dataClass !== DataClass.SECRET) return undefined;
    return this.key('data');
  }

  /** The key of alarm topics and operational logs; `undefined` in development, where the services' own encryption is used. */
  public operations(): IKey | undefined {
    return isDevelopment(this.scope) ? undefined : this.key('operations');
  }

  private key(purpose: KeyPurpose): IKey {
    return sharedIn<IKey>(this.scope, slot(purpose), (stack) => new RingKey(ringIn(stack), purpose));
  }
}

const PURPOSES: readonly KeyPurpose[] = ['data', 'operations'];
const slot = (purpose: KeyPurpose): string => `key.${purpose}`;
const isDevelopment = (scope: IConstruct): boolean => profileOf(scope).name === 'development';

function ringIn(stack: Stack): IConstruct {
  const there = stack.node.tryFindChild('SecureKeyRing');
  if (there) return there;
  const ring = new Construct(stack, 'SecureKeyRing');
  secured(ring);
  return ring;
}

const CHILD: Readonly<Record<KeyPurpose, string>> = { data: 'Data', operations: 'Operations' };
const DESCRIPTIONS: Readonly<Record<KeyPurpose, string>> = {
  data: 'Encrypts the data of this stack',
  operations: 'Encrypts the alarm topics and operational logs of this stack',
};

class RingKey extends Key {
  /** With every set of feature flags: IAM policies of this account count. */
  protected override readonly trustAccountIdentities = true;

  constructor(scope: IConstruct, purpose: KeyPurpose) {
    super(scope as Construct, CHILD[purpose], {
      description: DESCRIPTIONS[purpose],
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: isDevelopment(scope) ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      policy: new PolicyDocument({
        minimize: true,
        statements: [...accountStatements(), ...keyStatements(scope, purpose)],
      }),
    });
  }

  /**
   * CDK adds a statement for each service, role or rule that meets the key, often with its ARN: the cycle this key must
   * not have. Own identities need none, and the services of the table have theirs already. Other accounts and services
   * come through, for the gate to judge.
   */
  public override addToResourcePolicy(statement: PolicyStatement, allowNoOp?: boolean): AddToResourcePolicyResult {
    const { Principal: principal, Effect: effect } = Stack.of(this).resolve(statement.toStatementJson());
    if (effect === 'Allow' && typeof principal === 'object' && this.lets(principal)) {
      return { statementAdded: true, policyDependable: this };
    }
    return super.addToResourcePolicy(statement, allowNoOp);
  }

  /** Called by the constructor of the base class too, before this class has fields. */
  private lets(principal: Record<string, unknown>): boolean {
    const purpose = PURPOSES.find((one) => CHILD[one] === this.node.id)!;
    const services = edgesOf(purpose).map((name) => Stack.of(this).resolve(producerOf(this, name)));
    const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
    return Object.entries(principal).every(([kind, values]) =>
      [values].flat().every((value) => {
        if (kind === 'Service') return services.some((service) => same(service, value));
        return kind === 'AWS' && this.isOwn(value);
      }),
    );
  }

  /** An identity of this account: by attribute of a resource, or by an ARN that names the account. */
  private isOwn(value: unknown): boolean {
    const { account } = Stack.of(this);
    const text = JSON.stringify(value);
    if (text.includes('Fn::GetAtt') || text.includes('AWS::AccountId')) return true;
    return !Token.isUnresolved(account) && text.includes(account);
  }
}

/**
 * What AWS' console writes for administrators and users of a key, with the account itself in their place ("Default key
 * policy", KMS developer guide): the account's IAM policies decide, and the key can never be locked out. Unlike `kms:*`,
 * nobody makes a lasting grant except through an AWS service, and nobody replicates the key or replaces its material.
 */
function accountStatements(): PolicyStatement[] {
  const account = { principals: [new AccountRootPrincipal()], resources: ['*'] };
  return [
    new PolicyStatement({
      sid: 'AccountAdministers',
      ...account,
      actions: [
        'kms:CancelKeyDeletion',
        'kms:CreateAlias',
        'kms:DeleteAlias',
        'kms:Describe*',
        'kms:Disable*',
        'kms:Enable*',
        'kms:Get*',
        'kms:List*',
        'kms:Put*',
        'kms:RevokeGrant',
        'kms:RotateKeyOnDemand',
        'kms:ScheduleKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:Update*',
      ],
    }),
    new PolicyStatement({
      sid: 'AccountUses',
      ...account,
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    }),
    new PolicyStatement({
      sid: 'ServicesMayBeGranted',
      ...account,
      actions: ['kms:CreateGrant'],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }),
  ];
}
