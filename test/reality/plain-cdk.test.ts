import { App, Duration, Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, FunctionUrlAuthType, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { SecurityGate } from '../../lib/gate/security-gate';
import { ENV, newStack } from '../support/judging';

/**
 * What CDK alone renders: the constructs and rules of this library stand on it. A test that fails after an upgrade of CDK says
 * that something can be simplified, or has to be done anew. See docs/aws-behaviour.md.
 */
const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };
const PATTERN: EventPattern = { source: ['orders'] };

const resources = (stack: Stack): any[] =>
  Object.values<any>(stack.resolve((stack as any)._toCloudFormation()).Resources ?? {});
const ofType = (stack: Stack, type: string): any[] => resources(stack).filter(({ Type }) => Type === type);
/** Actions that policies of a kind allow a service, or a role. */
const actions = (policies: any[], service?: string): string[] =>
  policies
    .flatMap(({ Properties }) => (Properties.PolicyDocument ?? Properties.KeyPolicy).Statement)
    .filter((one: any) => one.Effect === 'Allow' && (!service || JSON.stringify(one.Principal)?.includes(service)))
    .flatMap(({ Action }: any) => Action);
const foundBy = (stack: Stack, ruleId: string): string[] => {
  SecurityGate.enforce(stack.node.root);
  return SecurityGate.findingsOf(stack.node.root)
    .filter((one) => one.ruleId === ruleId)
    .map(({ path }) => path);
};

describe('services that write to what is encrypted', () => {
  test('an alarm on a topic with a key gets no statement of the key from CDK, and the gate finds it', () => {
    const stack = newStack();
    const topic = new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key') });
    const metric = new Metric({ namespace: 'n', metricName: 'm' });
    new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(topic));
    expect(actions(ofType(stack, 'AWS::KMS::Key'), 'cloudwatch')).toEqual([]);
    expect(ofType(stack, 'AWS::SNS::TopicPolicy')).toEqual([]);
    expect(foundBy(stack, 'EDGE-01')).toEqual(['Stack/Alarm/Resource']);
  });

  test('a rule may send to its dead-letter queue, but not use the key of it, and the gate finds it', () => {
    const stack = newStack();
    const deadLetterQueue = new Queue(stack, 'Dead', { encryptionMasterKey: new Key(stack, 'Key') });
    const target = new SqsQueue(new Queue(stack, 'Target'), { deadLetterQueue });
    new Rule(stack, 'Rule', { eventPattern: PATTERN, targets: [target] });
    expect(actions(ofType(stack, 'AWS::SQS::QueuePolicy'), 'events')).toContain('sqs:SendMessage');
    expect(actions(ofType(stack, 'AWS::KMS::Key'), 'events')).toEqual([]);
    expect(foundBy(stack, 'EDGE-01')).toEqual(['Stack/Rule/Resource']);
  });

  test('a log group with a key gets no statement for CloudWatch Logs, and the gate finds it', () => {
    const stack = newStack();
    new LogGroup(stack, 'Group', { encryptionKey: new Key(stack, 'Key') });
    expect(actions(ofType(stack, 'AWS::KMS::Key'), 'logs')).toEqual([]);
    expect(foundBy(stack, 'EDGE-01')).toEqual(['Stack/Group/Resource']);
  });
});

describe('who delivers to a dead-letter queue, and by what', () => {
  test('a rule by the policy of the queue', () => {
    const stack = newStack();
    const target = new SqsQueue(new Queue(stack, 'Target'), { deadLetterQueue: new Queue(stack, 'Dead') });
    new Rule(stack, 'Rule', { eventPattern: PATTERN, targets: [target] });
    expect(ofType(stack, 'AWS::SQS::QueuePolicy').length).toBe(2);
    expect(ofType(stack, 'AWS::IAM::Policy')).toEqual([]);
  });

  test('a schedule by its own role', () => {
    const stack = newStack();
    const target = new SqsSendMessage(new Queue(stack, 'Target'), { deadLetterQueue: new Queue(stack, 'Dead') });
    new Schedule(stack, 'Schedule', { schedule: ScheduleExpression.rate(Duration.hours(1)), target });
    expect(ofType(stack, 'AWS::SQS::QueuePolicy')).toEqual([]);
    const [{ Properties }] = ofType(stack, 'AWS::IAM::Policy');
    const sends = Properties.PolicyDocument.Statement.filter(({ Action }: any) => Action === 'sqs:SendMessage');
    const queues = sends.flatMap(({ Resource }: any) => Resource).map((one: any) => one['Fn::GetAtt'][0]);
    expect(queues.sort()).toEqual([expect.stringMatching(/^Dead/), expect.stringMatching(/^Target/)]);
  });

  test('a function by its own role', () => {
    const stack = newStack();
    new Function(stack, 'Function', { ...CODE, onFailure: new SqsDestination(new Queue(stack, 'Dead')) });
    expect(ofType(stack, 'AWS::SQS::QueuePolicy')).toEqual([]);
    expect(actions(ofType(stack, 'AWS::IAM::Policy'))).toContain('sqs:SendMessage');
  });
});

describe('a REST API', () => {
  const api = (flags: Record<string, unknown>) => {
    const stack = newStack({ flags });
    new RestApi(stack, 'Api').root.addMethod('GET');
    return stack;
  };
  test('without feature flags brings a role for the whole account', () => {
    expect(ofType(api({}), 'AWS::ApiGateway::Account')).toHaveLength(1);
  });
  test('says nothing about TLS, and the gate finds it', () => {
    const stack = api({});
    const [{ Properties }] = ofType(stack, 'AWS::ApiGateway::RestApi');
    expect(Properties).not.toHaveProperty('SecurityPolicy');
    expect(Properties).not.toHaveProperty('EndpointAccessMode');
    expect(foundBy(stack, 'API-08')).toEqual(['Stack/Api/Resource']);
  });
  test('keeps its deployment when a property of a method is overridden', () => {
    const id = (close: boolean): string => {
      const stack = newStack();
      const method = new RestApi(stack, 'Api').root.addMethod('GET');
      if (close) (method.node.defaultChild as any).authorizationType = 'AWS_IAM';
      const template = stack.resolve((stack as any)._toCloudFormation());
      return Object.keys(template.Resources).find((one) => /Deployment/.test(one))!;
    };
    expect(id(true)).toBe(id(false));
  });
});

test('logs of a distribution make a bucket in which writers own what they write, and the gate finds it', () => {
  const stack = newStack();
  new Distribution(stack, 'Site', { defaultBehavior: { origin: new HttpOrigin('a.example') }, enableLogging: true });
  const [{ Properties }] = ofType(stack, 'AWS::S3::Bucket');
  expect(Properties.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'ObjectWriter' }]);
  expect(foundBy(stack, 'BUCKET-02')).toEqual(['Stack/Site/LoggingBucket/Resource']);
});

test('access logs of a bucket throw without feature flags where the target takes no ACL', () => {
  const stack = newStack({ flags: {} });
  const serverAccessLogsBucket = new Bucket(stack, 'Logs', { objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED });
  expect(() => new Bucket(stack, 'Bucket', { serverAccessLogsBucket })).toThrow(/objectOwnership/);
});

test('the policy of a key of CDK gives the account everything', () => {
  const stack = newStack();
  new Key(stack, 'Key');
  expect(actions(ofType(stack, 'AWS::KMS::Key'))).toEqual(['kms:*']);
});

test('a function URL is let in by two actions, the second for calls through the URL only', () => {
  const stack = newStack();
  const url = new Function(stack, 'Function', CODE).addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
  expect(url).toBeDefined();
  const permissions = ofType(stack, 'AWS::Lambda::Permission').map(({ Properties }) => Properties);
  expect(permissions.map(({ Action }) => Action).sort()).toEqual(['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl']);
  expect(permissions.find(({ Action }) => Action === 'lambda:InvokeFunction').InvokedViaFunctionUrl).toBe(true);
});

test('retries or a failure destination add an EventInvokeConfig to a function', () => {
  const count = (props: object) => {
    const stack = newStack();
    new Function(stack, 'Function', { ...CODE, ...props });
    return ofType(stack, 'AWS::Lambda::EventInvokeConfig').length;
  };
  expect([count({}), count({ retryAttempts: 1 }), count({ maxEventAge: Duration.hours(1) })]).toEqual([0, 1, 1]);
});

describe('a secret with a key, read from another stack', () => {
  const across = (grant: (secret: Secret, role: Role) => unknown) => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id, { env: ENV }));
    const role = new Role(two, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    grant(new Secret(one, 'Secret', { encryptionKey: new Key(one, 'Key') }), role);
    return () => app.synth();
  };
  test('by grantRead of CDK is a circle', () =>
    expect(across((secret, role) => secret.grantRead(role))).toThrow(/cyclic reference/));
  test('by statements of the reader alone is none', () => {
    const allow = (action: string, resource: string) =>
      new PolicyStatement({ actions: [action], resources: [resource] });
    const grant = (secret: Secret, role: Role) => {
      role.addToPolicy(allow('secretsmanager:GetSecretValue', secret.secretArn));
      role.addToPolicy(allow('kms:Decrypt', secret.encryptionKey!.keyArn));
    };
    expect(across(grant)).not.toThrow();
  });
});
