import { verdicts } from '../support/judging';

const P = {
  Parameters: { P: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
const machine = (Properties: object = {}) => ({ Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties } });
const says = (id: string, properties: object, beside: object = {}) =>
  verdicts(id, { ...machine(properties), ...beside }, P).map((one) => one.replace(' Machine', ''));

const GROUP = { 'Fn::GetAtt': ['Group', 'Arn'] };
const to = (LogGroupArn: unknown) => [{ CloudWatchLogsLogGroup: { LogGroupArn } }];
const logs = (rest: object) => ({ LoggingConfiguration: { Level: 'ALL', Destinations: to(GROUP), ...rest } });
const group = (Properties: object = {}) => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties } });

test.each<[string, object, string[]]>([
  ['everything', logs({}), []],
  ['errors', logs({ Level: 'ERROR' }), []],
  ['nothing said', {}, ['fail']],
  ['no level', { LoggingConfiguration: { Destinations: to(GROUP) } }, ['fail']],
  ['off', logs({ Level: 'OFF' }), ['fail']],
  ['fatal only', logs({ Level: 'FATAL' }), ['fail']],
  ['nowhere', { LoggingConfiguration: { Level: 'ALL' } }, ['fail']],
  ['to an empty list', logs({ Destinations: [] }), ['fail']],
  [
    'in one branch',
    { LoggingConfiguration: { 'Fn::If': ['C', { Level: 'OFF' }, logs({}).LoggingConfiguration] } },
    ['fail'],
  ],
  ['parameter', logs({ Level: { Ref: 'P' } }), ['unknown']],
])('WORKFLOW-01 logs: %s', (_, properties, expected) => {
  expect(says('WORKFLOW-01', properties)).toEqual(expected);
});

test.each<[string, object, object, string[]]>([
  ['nothing said', {}, {}, []],
  ['without', logs({ IncludeExecutionData: false }), group(), []],
  ['off', logs({ Level: 'OFF', IncludeExecutionData: true }), group(), []],
  ['with, to a group with a key', logs({ IncludeExecutionData: true }), group({ KmsKeyId: { Ref: 'P' } }), []],
  ['with', logs({ IncludeExecutionData: true }), group(), ['fail']],
  ['with, as text', logs({ IncludeExecutionData: 'true' }), group(), ['fail']],
  [
    'with, a key in one branch',
    logs({ IncludeExecutionData: true }),
    group({ KmsKeyId: { 'Fn::If': ['C', 'k', { Ref: 'AWS::NoValue' }] } }),
    ['fail'],
  ],
  [
    'with, to a group that is not here',
    logs({ IncludeExecutionData: true, Destinations: to({ Ref: 'P' }) }),
    {},
    ['unknown'],
  ],
  ['parameter', logs({ IncludeExecutionData: { Ref: 'P' } }), group(), ['unknown']],
])('WORKFLOW-02 data in logs: %s', (_, properties, beside, expected) => {
  expect(says('WORKFLOW-02', properties, beside)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['on', { TracingConfiguration: { Enabled: true } }, []],
  ['on, as text', { TracingConfiguration: { Enabled: 'true' } }, []],
  ['nothing said', {}, ['fail']],
  ['off', { TracingConfiguration: { Enabled: false } }, ['fail']],
  ['parameter', { TracingConfiguration: { Enabled: { Ref: 'P' } } }, ['unknown']],
])('WORKFLOW-03 tracing: %s', (_, properties, expected) => {
  expect(says('WORKFLOW-03', properties)).toEqual(expected);
});

const tagged = (Value: unknown, EncryptionConfiguration?: object) => ({
  Tags: [{ Key: 'data-class', Value }],
  EncryptionConfiguration,
});
const CMK = { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: { Ref: 'P' } };
test.each<[string, object, string[]]>([
  ['no class stated', {}, []],
  ['internal', tagged('internal'), []],
  ['personal with a key', tagged('personal', CMK), []],
  ['personal', tagged('personal'), ['fail']],
  ['secret', tagged('secret'), ['fail']],
  ['a key that is not used', tagged('secret', { ...CMK, Type: 'AWS_OWNED_KEY' }), ['fail']],
  ['a class from a parameter', tagged({ Ref: 'P' }), ['unknown']],
])('WORKFLOW-04 key for the class: %s', (_, properties, expected) => {
  expect(says('WORKFLOW-04', properties)).toEqual(expected);
});

const text = (definition: object) => ({ DefinitionString: JSON.stringify(definition) });
test.each<[string, object, string[]]>([
  ['in the text', text({ TimeoutSeconds: 60 }), []],
  ['in the object', { Definition: { TimeoutSeconds: 60 } }, []],
  [
    'in a joined text',
    { DefinitionString: { 'Fn::Join': ['', ['{"TimeoutSeconds":60,"X":"', { Ref: 'P' }, '"}']] } },
    [],
  ],
  ['express', { StateMachineType: 'EXPRESS', ...text({}) }, []],
  ['nowhere', text({ States: {} }), ['fail']],
  ['in a state only', text({ States: { A: { TimeoutSeconds: 60 } } }), ['fail']],
  ['a year', text({ TimeoutSeconds: 31_536_000 }), ['fail']],
  ['in S3', { DefinitionS3Location: { Bucket: 'b', Key: 'k' } }, ['unknown']],
  ['a definition from a parameter', { DefinitionString: { Ref: 'P' } }, ['unknown']],
  ['a substitution', text({ TimeoutSeconds: '${T}' }), ['unknown']],
])('WORKFLOW-05 timeout: %s', (_, properties, expected) => {
  expect(says('WORKFLOW-05', properties)).toEqual(expected);
});

const task = (parameters: object) => text({ States: { Call: { Type: 'Task', Parameters: parameters } } });
const TOKEN = ['ghp_', 'a1B2c3D4e5F6g7H8i9J0', 'k1L2m3N4o5P6q7R8'].join('');
test.each<[string, object, string[]]>([
  ['none', task({ FunctionName: 'orders', 'Password.$': '$.password' }), []],
  ['a path', task({ Password: '$.order.password' }), []],
  ['an expression', task({ Token: '{% $states.context.Task.Token %}' }), []],
  ['the name of a secret', task({ SecretId: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:x' }), []],
  ['in S3', { DefinitionS3Location: { Bucket: 'b', Key: 'k' } }, []],
  ['a parameter in a text', { DefinitionString: { 'Fn::Sub': '{"A":"${P}"}' } }, []],
  ['a number from a parameter', { DefinitionString: { 'Fn::Sub': '{"TimeoutSeconds":${P},"A":"b"}' } }, []],
  ['a password', task({ Password: 'correct-horse-battery-staple' }), ['fail']],
  ['a token in a header', task({ Headers: { Authorization: `Bearer ${TOKEN}` } }), ['fail']],
  ['a token in a list', task({ Arguments: ['--token', TOKEN] }), ['fail']],
  ['in an object', { Definition: { States: { A: { Parameters: { Password: 'correct-horse-battery' } } } } }, ['fail']],
  ['in a substitution', { DefinitionSubstitutions: { DbPassword: 'correct-horse-battery' } }, ['fail']],
  [
    'beside a number from a parameter',
    { DefinitionString: { 'Fn::Sub': '{"TimeoutSeconds":${P},"Password":"correct-horse"}' } },
    ['fail'],
  ],
  ['a hidden parameter', { DefinitionString: { 'Fn::Sub': '{"A":"${Hidden}"}' } }, ['fail']],
  ['a hidden parameter as substitution', { DefinitionSubstitutions: { A: { Ref: 'Hidden' } } }, ['fail']],
  ['a resolved secret', task({ Key: '{{resolve:secretsmanager:stripe:SecretString:key}}' }), ['fail']],
  ['a definition from a parameter', { DefinitionString: { Ref: 'P' } }, ['unknown']],
])('WORKFLOW-06 secrets: %s', (_, properties, expected) => {
  expect(says('WORKFLOW-06', properties)).toEqual(expected);
});

const role = (Condition?: object) => ({
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' }, Condition },
        ],
      },
    },
  },
});
const BY_ROLE = { RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } };
test.each<[string, object, object, string[]]>([
  ['the account', BY_ROLE, role({ StringEquals: { 'aws:SourceAccount': '111111111111' } }), []],
  ['a role that is not here', { RoleArn: { Ref: 'P' } }, {}, []],
  ['nothing', BY_ROLE, role(), ['fail']],
])('WORKFLOW-07 trust: %s', (_, properties, beside, expected) => {
  expect(says('WORKFLOW-07', properties, beside)).toEqual(expected);
});

const mapped = (rest: object, inner: object = { Pass: { Type: 'Pass', End: true } }) => ({
  Definition: {
    StartAt: 'Each',
    States: { Each: { Type: 'Map', End: true, ItemProcessor: { StartAt: 'Pass', States: inner }, ...rest } },
  },
});
const distributed = (rest: object) => ({
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'P', States: {} },
  ...rest,
});
test.each<[string, object, string[]]>([
  ['no Map', { Definition: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } } }, []],
  ['ten at once', mapped({ MaxConcurrency: 10 }), []],
  ['nothing said', mapped({}), ['fail']],
  ['nothing said, as text', { DefinitionString: JSON.stringify(mapped({}).Definition) }, ['fail']],
  ['0, which is no limit', mapped({ MaxConcurrency: 0 }), ['fail']],
  ['nothing said, distributed', mapped(distributed({})), ['fail']],
  ['a hundred, distributed', mapped(distributed({ MaxConcurrency: 100 })), []],
  ['from the input', mapped({ MaxConcurrencyPath: '$.atOnce' }), []],
  ['computed', mapped({ MaxConcurrency: '{% $states.input.atOnce %}' }), []],
  ['a parameter', mapped({ MaxConcurrency: { Ref: 'P' } }), ['unknown']],
  ['a substitution', mapped({ MaxConcurrency: '${AtOnce}' }), ['unknown']],
  ['an unbounded one within another', mapped({ MaxConcurrency: 2 }, mapped({}).Definition.States), ['fail']],
  [
    'an unbounded one in a branch, by the older name',
    {
      Definition: {
        StartAt: 'Both',
        States: {
          Both: {
            Type: 'Parallel',
            End: true,
            Branches: [{ StartAt: 'Each', States: { Each: { Type: 'Map', End: true, Iterator: { States: {} } } } }],
          },
        },
      },
    },
    ['fail'],
  ],
  ['a definition in S3', { DefinitionS3Location: { Bucket: 'b', Key: 'k' } }, []],
])('WORKFLOW-08 bounds every Map: %s', (_, properties, expected) => {
  expect(says('WORKFLOW-08', properties)).toEqual(expected);
});
