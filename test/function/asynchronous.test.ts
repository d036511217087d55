import { verdicts } from '../support/judging';

type Raw = Record<string, any>;
const F: Raw = { Type: 'AWS::Lambda::Function', Properties: {} };
const WITH_DLQ: Raw = {
  ...F,
  Properties: { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:111111111111:dlq' } },
};
const permission = (Principal: unknown, more: Raw = {}): Raw => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { FunctionName: { Ref: 'F' }, Action: 'lambda:InvokeFunction', Principal, ...more },
});
const config = (more: Raw = {}): Raw => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: {
    FunctionName: { Ref: 'F' },
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:111111111111:failed' } },
    ...more,
  },
});
const ALIAS: Raw = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'F' }, Name: 'live' } };
const schedule = (Arn: unknown): Raw => ({ Type: 'AWS::Scheduler::Schedule', Properties: { Target: { Arn } } });
const rest = { Parameters: { Any: { Type: 'String' } }, Conditions: { Dev: { 'Fn::Equals': [{ Ref: 'Any' }, 'x'] } } };

describe('FUNCTION-10: events that it fails at are kept', () => {
  test.each([
    's3.amazonaws.com',
    'sns.amazonaws.com',
    'events.amazonaws.com',
    'logs.amazonaws.com',
    'logs.eu-west-1.amazonaws.com',
    'iot.amazonaws.com',
    'ses.amazonaws.com',
    'config.amazonaws.com',
    'codecommit.amazonaws.com',
    'cloudformation.amazonaws.com',
    'lambda.alarms.cloudwatch.amazonaws.com',
  ])('%s calls asynchronously', (source) => {
    expect(verdicts('FUNCTION-10', { F, P: permission(source) })).toEqual(['fail F']);
    expect(verdicts('FUNCTION-10', { F, P: permission(source), C: config() })).toEqual([]);
  });

  test.each([
    'apigateway.amazonaws.com',
    'elasticloadbalancing.amazonaws.com',
    'cognito-idp.amazonaws.com',
    '111111111111',
    's3.example.com',
  ])('%s waits for the answer', (source) => {
    expect(verdicts('FUNCTION-10', { F, P: permission(source) })).toEqual([]);
  });

  test.each<[string, string[], Raw]>([
    ['passes: nobody calls', [], { F }],
    ['fails: a configuration without a destination', ['fail F'], { F, C: config({ DestinationConfig: undefined }) }],
    [
      'fails: a destination for success only',
      ['fail F'],
      { F, C: config({ DestinationConfig: { OnSuccess: { Destination: 'x' } } }) },
    ],
    ['passes: a dead-letter target instead', [], { F: WITH_DLQ, C: config({ DestinationConfig: undefined }) }],
    ['passes: a dead-letter target alone', [], { F: WITH_DLQ, P: permission('s3.amazonaws.com') }],
    ['fails: without a number of retries', ['fail F'], { F, C: config({ MaximumRetryAttempts: undefined }) }],
    ['fails: without an age', ['fail F'], { F, C: config({ MaximumEventAgeInSeconds: undefined }) }],
    [
      'fails: without an age in one branch',
      ['fail F'],
      { F, C: config({ MaximumEventAgeInSeconds: { 'Fn::If': ['Dev', 60, { Ref: 'AWS::NoValue' }] } }) },
    ],
    [
      'fails: a configuration that may be missing',
      ['fail F'],
      { F, P: permission('s3.amazonaws.com'), C: { ...config(), Condition: 'Dev' } },
    ],
    ['passes: another action', [], { F, P: permission('s3.amazonaws.com', { Action: 'lambda:GetFunction' }) }],
    ['fails: any invocation', ['fail F'], { F, P: permission('s3.amazonaws.com', { Action: 'lambda:*' }) }],
    ['unknown: who calls is a parameter', ['unknown F'], { F, P: permission({ Ref: 'Any' }) }],
    ['passes: who calls is a parameter, and failures are kept', [], { F, P: permission({ Ref: 'Any' }), C: config() }],
    ['passes: numbers from parameters', [], { F, C: config({ MaximumRetryAttempts: { Ref: 'Any' } }) }],
    ['fails: a schedule', ['fail F'], { F, S: schedule({ 'Fn::GetAtt': ['F', 'Arn'] }) }],
    ['passes: a schedule, and failures are kept', [], { F, S: schedule({ 'Fn::GetAtt': ['F', 'Arn'] }), C: config() }],
    [
      'fails: an alias, with a configuration of the function',
      ['fail F'],
      { F, L: ALIAS, P: permission('s3.amazonaws.com', { FunctionName: { Ref: 'L' } }), C: config() },
    ],
    [
      'passes: an alias with its own',
      [],
      {
        F,
        L: ALIAS,
        P: permission('s3.amazonaws.com', { FunctionName: { Ref: 'L' } }),
        C: config({ Qualifier: 'live' }),
      },
    ],
    [
      'fails: the function, with a configuration of the alias',
      ['fail F'],
      { F, L: ALIAS, P: permission('s3.amazonaws.com'), C: config({ Qualifier: 'live' }) },
    ],
    ['fails: a schedule of an alias', ['fail F'], { F, L: ALIAS, S: schedule({ Ref: 'L' }), C: config() }],
  ])('%s', (_, expected, resources) => {
    expect(verdicts('FUNCTION-10', resources, rest)).toEqual(expected);
  });
});
