import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { statementsOf } from '../../core/policy';
import { arnsOf } from '../../core/resource-arns';
import { advise, fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { OWN_REGION, readable } from '../../core/text';
import { Arrival, ARRIVALS } from '../arrivals';
import { serviceMay, ServiceRequest } from '../service-access';

export const servicesReachEncryptedTargets: Rule = {
  id: 'EDGE-01',
  types: [...Object.keys(ARRIVALS), 'AWS::Logs::LogGroup'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'services are let in by the policies of the queue, topic and key that they write to',
  why:
    'CloudWatch, EventBridge, S3, SNS, Budgets and Cost Anomaly Detection drop what they may not deliver, without an error: ' +
    'the alarm stays silent and the failed event is lost. CloudWatch Logs refuses the group, and the deployment fails.',
  fix:
    'use AlarmTopic, FailureQueues or KeyRing, or allow the service the action in the policy of the queue or topic, and ' +
    'kms:GenerateDataKey* and kms:Decrypt in the policy of a customer managed key, both with aws:SourceAccount',
  topics: ['deployability', 'availability', 'monitoring'],
  controls: ['G2', 'I2', 'B9', 'E1'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) => {
    if (resource.type === 'AWS::Logs::LogGroup') return ofLogGroup(resource);
    return worst(ARRIVALS[resource.type](resource).map((one) => ofArrival(one, resource)));
  },
};

interface Target {
  readonly action: string;
  readonly policies: readonly string[];
  readonly endpoint: string;
}

const TARGETS: Readonly<Record<string, Target>> = {
  'AWS::SQS::Queue': {
    action: 'sqs:SendMessage',
    policies: ['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy'],
    endpoint: 'sqs',
  },
  'AWS::SNS::Topic': {
    action: 'sns:Publish',
    policies: ['AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy'],
    endpoint: 'sns',
  },
};

const WRITE_ENCRYPTED = ['kms:GenerateDataKey', 'kms:Decrypt'];
const KEEP_LOGS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:DescribeKey',
];

function ofArrival({ service, to, at, context: told }: Arrival, from: Resource): Judgement {
  const target = from.assembly.find(to);
  const shape = target && TARGETS[target.type];
  if (!target || !shape) return PASS;
  // "You can't use Condition blocks in Amazon SNS topic policies for EventBridge", EventBridge user guide
  const isBlind = service === 'events.amazonaws.com' && shape.endpoint === 'sns';
  const context = isBlind ? without(told, /^aws:source/) : told;
  const region = target.template.concrete(OWN_REGION);
  const viaService = { 'kms:viaservice': [`${shape.endpoint}.${region}.amazonaws.com`] };
  const judged = worst([
    ofPolicy({ service, action: shape.action, on: target, context }, shape, at),
    ofKey(target, { service, context: { ...context, ...viaService } }, WRITE_ENCRYPTED, at),
  ]);
  if (!isBlind || judged.verdict === 'pass') return judged;
  return fail(
    `${judged.got}: to topics it sends no source, so that no condition holds; go through a queue or a function`,
    at,
  );
}

const without = (context: Arrival['context'], keys: RegExp): Arrival['context'] =>
  Object.fromEntries(Object.entries(context).filter(([key]) => !keys.test(key)));

function ofPolicy(request: ServiceRequest, { policies: types }: Target, at: string): Judgement {
  const { on, service } = request;
  const policies = on.assembly.about(on).filter(({ type }) => types.includes(type));
  // a topic without a policy has SNS' own, which lets in what its account does; CloudWatch alarms count as that
  if (policies.length === 0 && on.type === 'AWS::SNS::Topic' && service === 'cloudwatch.amazonaws.com') return PASS;
  if (policies.length === 0) return fail(`${on.logicalId} has no policy that lets ${service} in`, at);
  return worst(policies.map((policy) => answer(policy, 'PolicyDocument', request, at)));
}

type Asks = Pick<ServiceRequest, 'service' | 'context'>;

function ofKey(target: Resource, asks: Asks, actions: readonly string[], at: string): Judgement {
  const value = target.get('KmsMasterKeyId') ?? target.get('KmsKeyId');
  if (!isPresent(value)) return PASS;
  if (typeof value === 'string' && /alias\/aws\//.test(value)) {
    return fail(`${target.logicalId} is encrypted with ${readable(value)}, whose policy lets no service in`, at);
  }
  const key = keyOf(value, target);
  if (!key) return PASS;
  return worst(actions.map((action) => answer(key, 'KeyPolicy', { ...asks, action, on: key }, at)));
}

/** By reference, by ARN, or through an alias. An imported key is not seen. */
function keyOf(value: unknown, { assembly }: Resource): Resource | undefined {
  const aliases = assembly.ofType('AWS::KMS::Alias');
  const alias = assembly.find(value, 'AWS::KMS::Alias') ?? aliases.find((one) => one.get('AliasName') === value);
  const found = assembly.find(alias ? alias.get('TargetKeyId') : value);
  return found && /^AWS::KMS::(Replica)?Key$/.test(found.type) ? found : undefined;
}

function answer(policy: Resource, path: string, request: ServiceRequest, at: string): Judgement {
  const statements = statementsOf(policy, path);
  if (!statements) return unknown(`the policy of ${policy.logicalId} cannot be read here`, at);
  const may = serviceMay(statements, request);
  if (may === 'yes') return PASS;
  const { service, action, on } = request;
  const who = readable(service);
  if (may === 'maybe')
    return advise(unknown(`whether ${who} has ${action} on ${on.logicalId} is only known at deployment`, at));
  return fail(`${policy.logicalId} does not allow ${who} the action ${action} on ${on.logicalId}`, at);
}

function ofLogGroup(group: Resource): Judgement {
  const region = group.template.concrete(OWN_REGION);
  const context = {
    'aws:securetransport': ['true'],
    'aws:principalisawsservice': ['true'],
    'kms:encryptioncontext:aws:logs:arn': arnsOf(group),
  };
  const service = `logs.${region}.amazonaws.com`;
  return ofKey(group, { service, context }, KEEP_LOGS, 'Properties.KmsKeyId');
}
