import type { Alias } from './alias-and-deployment';
import { allow, compact, getAtt, isGiven, isNoValue, partsOfIf, Properties, ref } from './intrinsic-shapes';
import type { GeneratedRole } from './role';
import { join, SamResource } from './sam-resource';

/** What a role needs to send to a destination of each type. */
export function destinationPolicy(type: string, arn: unknown, logicalId: string): Properties | undefined {
  switch (type) {
    case 'SQS':
      return allow(`${logicalId}SQSPolicy`, 'sqs:SendMessage', arn);
    case 'SNS':
      return allow(`${logicalId}SNSPolicy`, 'sns:publish', arn);
    case 'EventBridge':
      return allow(`${logicalId}EventBridgePolicy`, 'events:PutEvents', arn);
    case 'Lambda':
      return allow(`${logicalId}LambdaPolicy`, 'lambda:InvokeFunction', arn);
    case 'S3':
    case 'S3Bucket':
      return {
        PolicyName: `${logicalId}S3Policy`,
        PolicyDocument: {
          Statement: [
            { Action: 's3:PutObject', Effect: 'Allow', Resource: { 'Fn::Join': ['/', [arn, '*']] } },
            { Action: 's3:ListBucket', Effect: 'Allow', Resource: arn },
          ],
        },
      };
    default:
      return undefined;
  }
}

const TYPES = ['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket'];
const KNOWN: ReadonlySet<string> = new Set(['DestinationConfig', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts']);
const AT = 'EventInvokeConfig';

/** `EventInvokeConfig`, and the queues and topics that SAM makes where no destination is named. */
export function writeDestinations(sam: SamResource, role: GeneratedRole, alias: Alias | undefined): void {
  const config = sam.map(sam.properties[AT], AT);
  if (!config) return;
  const { id } = sam;
  sam.knows(config, KNOWN, AT);
  const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = config;
  const given = sam.map(config.DestinationConfig, join(AT, 'DestinationConfig')) ?? {};
  const destinations: Properties = {};
  for (const [outcome, value] of Object.entries(given)) {
    const at = join(AT, 'DestinationConfig', outcome);
    if (outcome !== 'OnSuccess' && outcome !== 'OnFailure') {
      sam.block(at, 'a property that is not known here');
      continue;
    }
    const destination = sam.map(value, at);
    if (destination) destinations[outcome] = { Destination: destinationOf(sam, role, destination, outcome, at) };
  }
  sam.generate(
    `${id}EventInvokeConfig`,
    'AWS::Lambda::EventInvokeConfig',
    compact({
      FunctionName: ref(id),
      Qualifier: alias?.name ?? '$LATEST',
      DestinationConfig: destinations,
      MaximumEventAgeInSeconds,
      MaximumRetryAttempts,
    }),
    AT,
    alias ? { DependsOn: [alias.logicalId] } : {},
  );
}

function destinationOf(sam: SamResource, role: GeneratedRole, given: Properties, outcome: string, at: string): unknown {
  const { Type, Destination } = given;
  const logicalId = `${sam.id}EventInvokeConfig${outcome}`;
  if (!TYPES.includes(Type)) {
    sam.block(join(at, 'Type'), `none of ${TYPES.join(', ')}`);
    return Destination;
  }
  const isOpen = (partsOfIf(Destination) ?? []).slice(1).some(isNoValue) || isNoValue(Destination);
  if (isOpen) sam.block(join(at, 'Destination'), 'AWS::NoValue, by which SAM makes a resource of its own');
  let arn: unknown = Destination;
  if (!isGiven(Destination)) {
    arn = made(sam, Type, logicalId, at);
    if (arn === undefined) sam.block(at, `${Type} without a Destination`);
  }
  const policy = destinationPolicy(Type, arn, logicalId);
  if (policy) role.addInline(policy);
  return arn;
}

/** The queue or topic that SAM makes. */
function made(sam: SamResource, type: string, logicalId: string, at: string): unknown {
  const { nicknames } = sam.writer;
  if (type === 'SQS') {
    const queue = `${logicalId}Queue`;
    sam.generate(queue, 'AWS::SQS::Queue', {}, at);
    nicknames.set(`${sam.id}.DestinationQueue`, queue);
    return getAtt(queue, 'Arn');
  }
  if (type !== 'SNS') return undefined;
  const topic = `${logicalId}Topic`;
  sam.generate(topic, 'AWS::SNS::Topic', {}, at);
  nicknames.set(`${sam.id}.DestinationTopic`, topic);
  return ref(topic);
}
