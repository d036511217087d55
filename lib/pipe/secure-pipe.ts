import { Aws, Fn, Names, Resource, Stack } from 'aws-cdk-lib';
import { IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { createHash } from 'crypto';
import { Construct, IDependable } from 'constructs';
import { partOfParent, secured } from '../core/gate-state';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { SecureLogGroup } from '../logs/secure-log-group';
import { FailureQueues } from '../queue/failure-queues';
import { allow } from './pipe-end';
import { PipeSource } from './pipe-source';
import { PipeTarget } from './pipe-target';
import { checkEnds, checkFilters, checkPipeName } from './sound-pipe';

/** What a pipe logs. Payloads are in none of them. */
export enum PipeLogLevel {
  /** Nothing (BUS-07 warns). */
  OFF = 'OFF',
  /** What failed, at which step and why. */
  ERROR = 'ERROR',
  /** What failed, and when executions begin and end. */
  INFO = 'INFO',
  /** Every step. */
  TRACE = 'TRACE',
}

/** Props of `SecurePipe`. */
export interface SecurePipeProps {
  /** Where events come from. */
  readonly source: PipeSource;
  /** Where they go. */
  readonly target: PipeTarget;
  /**
   * Which events pass, as event patterns, whose leaves are lists: one that matches is enough. The others are dropped, of a queue for good.
   *
   * @default - all of them
   */
  readonly filters?: { [key: string]: any }[];
  /**
   * A function that every batch goes through before the target: it gets a list of events, and gives back what goes on.
   *
   * @default - none
   */
  readonly enrichment?: IFunction;
  /**
   * The name: 1 to 64 letters, digits, dots, hyphens and underscores. A pipe whose source changes is replaced, which CloudFormation does under another name only.
   *
   * @default - from the path of the construct and its source
   */
  readonly pipeName?: string;
  /**
   * What it is for.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Whether it runs.
   *
   * @default - true
   */
  readonly enabled?: boolean;
  /**
   * What it logs, in a log group of its own.
   *
   * @default - PipeLogLevel.ERROR
   */
  readonly logLevel?: PipeLogLevel;
  /**
   * How sensitive the events are. It decides the key and the failure queue, and stands in the tag `data-class`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * Rules that need not hold on this pipe, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * A pipe of EventBridge with a role of its own, that loses no event and logs no payload. CDK has no stable L2 for pipes.
 *
 * | What | How |
 * |---|---|
 * | role | may take from this source, give to this target and nothing else; Pipes takes it for this pipe only |
 * | records of streams | tried again five times, for twelve hours at most; the batch is halved; what is given up goes to the failure queue of the class |
 * | logs | errors without payloads, in a `SecureLogGroup` of its own below `/aws/vendedlogs/pipes/` |
 * | key | filters and templates under the data key of the stack's key ring; AWS's own for `INTERNAL` events, and in development for all but `SECRET`. Events are never stored |
 *
 * ("Event source permissions for Amazon EventBridge Pipes", "Logging Amazon EventBridge Pipes performance" and "Encrypting
 * EventBridge Pipes data with AWS KMS keys", EventBridge user guide.)
 */
export class SecurePipe extends Resource {
  /** The name. */
  public readonly pipeName: string;
  /** The ARN. */
  public readonly pipeArn: string;
  /** What the pipe acts as. */
  public readonly role: IRole;
  /** How sensitive the events are. */
  public readonly dataClass: DataClass;
  /** Its own log group; `undefined` when `logLevel` is `PipeLogLevel.OFF`. */
  public readonly logGroup?: ILogGroup;

  /** @throws when source and target are the same, Pipes refuses the name, or a leaf of a filter is no list */
  constructor(scope: Construct, id: string, props: SecurePipeProps) {
    super(scope, id, { physicalName: props.pipeName });
    const { dataClass = KeyRing.defaultDataClass(scope), logLevel = PipeLogLevel.ERROR, enrichment } = props;
    const stack = Stack.of(this);
    checkPipeName(this.node.path, props.pipeName);
    checkFilters(this.node.path, props.filters);
    const source = props.source._bind({ failures: () => FailureQueues.of(this).queue(dataClass) });
    const target = props.target._end;
    checkEnds(this.node.path, source, target);
    const name = props.pipeName ?? nameFor(this, source.arn);
    const arn = stack.formatArn({ service: 'pipes', resource: 'pipe', resourceName: name });
    const key = KeyRing.of(this).data(dataClass);
    this.dataClass = dataClass;
    this.logGroup = logLevel === PipeLogLevel.OFF ? undefined : logGroupIn(this);
    this.role = roleFor(this, arn);
    const mayBefore = this.allowed([
      ...source.statements,
      ...target.statements,
      ...(enrichment ? [allow(['lambda:InvokeFunction'], enrichment.functionArn)] : []),
      ...(key ? encryptItself(key, arn) : []),
    ]);
    const pipe = new CfnPipe(this, 'Resource', {
      name,
      description: props.description,
      desiredState: props.enabled === false ? 'STOPPED' : 'RUNNING',
      roleArn: this.role.roleArn,
      source: source.arn,
      sourceParameters: withFilters(source.parameters, props.filters),
      enrichment: enrichment?.functionArn,
      target: target.arn,
      targetParameters: target.parameters && Object.keys(target.parameters).length > 0 ? target.parameters : undefined,
      kmsKeyIdentifier: key?.keyArn,
      logConfiguration: {
        level: logLevel,
        cloudwatchLogsLogDestination: this.logGroup && { logGroupArn: this.logGroup.logGroupArn },
      },
      tags: { 'data-class': dataClass },
    });
    // Pipes tries the source while the pipe is made
    pipe.node.addDependency(...mayBefore);
    this.pipeName = this.getResourceNameAttribute(pipe.ref);
    this.pipeArn = this.getResourceArnAttribute(pipe.attrArn, {
      service: 'pipes',
      resource: 'pipe',
      resourceName: this.physicalName,
    });
    secured(this, props.waivers);
  }

  private allowed(statements: readonly PolicyStatement[]): IDependable[] {
    const added = statements.map((one) => this.role.addToPrincipalPolicy(one).policyDependable);
    return [...new Set(added.filter((one) => one !== undefined))];
  }
}

const NAME_LENGTH = 64;
const HASH_LENGTH = 8;

/** Policies name the pipe before it is there. Another source means another pipe, which must not meet the name of the first. */
function nameFor(pipe: Construct, source: string): string {
  const said = JSON.stringify(Stack.of(pipe).resolve(source));
  const hash = createHash('sha256').update(said).digest('hex').slice(0, HASH_LENGTH);
  const path = Names.uniqueResourceName(pipe, { maxLength: NAME_LENGTH - HASH_LENGTH - 1, separator: '-' });
  return `${path}-${hash}`;
}

function roleFor(pipe: Construct, pipeArn: string): Role {
  const { account } = Stack.of(pipe);
  return new Role(pipe, 'Role', {
    assumedBy: new ServicePrincipal('pipes.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': pipeArn } },
    }),
  });
}

/** The group outlives its stack: the stack's own id keeps a second life from meeting the first. */
function logGroupIn(pipe: Construct): SecureLogGroup {
  const name = Names.uniqueResourceName(pipe, { maxLength: 40, separator: '-' });
  const id = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  const group = new SecureLogGroup(pipe, 'Logs', { logGroupName: `/aws/vendedlogs/pipes/${name}-${id}` });
  partOfParent(group);
  return group;
}

/** The guide spells the key of the context in two ways: `aws:pipe:arn` in its policy, `aws:pipes:arn` in its text. */
const encryptItself = (key: IKey, pipeArn: string): PolicyStatement[] => [
  allow(['kms:DescribeKey'], key.keyArn),
  ...['aws:pipe:arn', 'aws:pipes:arn'].map(
    (context) =>
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [key.keyArn],
        conditions: { StringEquals: { [`kms:EncryptionContext:${context}`]: pipeArn } },
      }),
  ),
];

function withFilters(
  parameters: object | undefined,
  filters: SecurePipeProps['filters'],
): CfnPipe.PipeSourceParametersProperty | undefined {
  if (!filters?.length) return parameters;
  return { ...parameters, filterCriteria: { filters: filters.map((one) => ({ pattern: JSON.stringify(one) })) } };
}
