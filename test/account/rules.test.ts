import { App, Stack } from 'aws-cdk-lib';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SecurityGate } from '../../lib/gate/security-gate';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { verdicts } from '../support/judging';

type Raw = Record<string, any>;
const said = (ruleId: string, Type: string, Properties?: Raw): string[] =>
  verdicts(
    ruleId,
    { One: { Type, ...(Properties && { Properties }) } },
    { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } },
  ).map((one) => one.split(' ')[0]);

type Row = [name: string, type: string, properties: Raw | undefined, expected: string[]];
const USER = 'AWS::IAM::User';

describe('ACCOUNT-01 to 04: nobody has lasting credentials', () => {
  test.each<[string, ...Row]>([
    ['ACCOUNT-01', 'a user', USER, undefined, ['fail']],
    ['ACCOUNT-01', 'a user with a name', USER, { UserName: 'ann' }, ['fail']],
    ['ACCOUNT-01', 'a role', 'AWS::IAM::Role', {}, []],
    ['ACCOUNT-01', 'a group', 'AWS::IAM::Group', {}, []],
    ['ACCOUNT-02', 'an access key', 'AWS::IAM::AccessKey', { UserName: 'ann' }, ['fail']],
    ['ACCOUNT-02', 'an active one', 'AWS::IAM::AccessKey', { UserName: 'ann', Status: 'Active' }, ['fail']],
    [
      'ACCOUNT-02',
      'one that a parameter may switch on',
      'AWS::IAM::AccessKey',
      { UserName: 'ann', Status: { Ref: 'P' } },
      ['fail'],
    ],
    ['ACCOUNT-02', 'one that is off', 'AWS::IAM::AccessKey', { UserName: 'ann', Status: 'Inactive' }, []],
    ['ACCOUNT-03', 'a password', USER, { LoginProfile: { Password: 'x' } }, ['fail']],
    [
      'ACCOUNT-03',
      'a password that is generated',
      USER,
      { LoginProfile: { Password: '{{resolve:secretsmanager:s}}' } },
      ['fail'],
    ],
    [
      'ACCOUNT-03',
      'one that has to be changed',
      USER,
      { LoginProfile: { Password: { Ref: 'P' }, PasswordResetRequired: true } },
      ['fail'],
    ],
    [
      'ACCOUNT-03',
      'in one branch',
      USER,
      { LoginProfile: { 'Fn::If': ['C', { Password: 'x' }, { Ref: 'AWS::NoValue' }] } },
      ['fail'],
    ],
    ['ACCOUNT-03', 'no password', USER, {}, []],
    ['ACCOUNT-04', 'an inline policy', USER, { Policies: [{ PolicyName: 'p' }] }, ['fail']],
    [
      'ACCOUNT-04',
      'a managed policy',
      USER,
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
      ['fail'],
    ],
    ['ACCOUNT-04', 'a policy of a user', 'AWS::IAM::UserPolicy', { UserName: 'ann' }, ['fail']],
    ['ACCOUNT-04', 'a policy for users', 'AWS::IAM::Policy', { Users: ['ann'] }, ['fail']],
    ['ACCOUNT-04', 'a managed policy for users', 'AWS::IAM::ManagedPolicy', { Users: [{ Ref: 'P' }] }, ['fail']],
    ['ACCOUNT-04', 'a policy for a group', 'AWS::IAM::Policy', { Groups: ['g'] }, []],
    ['ACCOUNT-04', 'a user in a group', USER, { Groups: ['g'] }, []],
  ])('%s: %s', (ruleId, _, type, properties, expected) => expect(said(ruleId, type, properties)).toEqual(expected));
});

const TRAIL = 'AWS::CloudTrail::Trail';
const full: Raw = {
  S3BucketName: 'b',
  IsLogging: true,
  IsMultiRegionTrail: true,
  IncludeGlobalServiceEvents: true,
  EnableLogFileValidation: true,
  KMSKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] },
  CloudWatchLogsLogGroupArn: { 'Fn::GetAtt': ['Logs', 'Arn'] },
  EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }],
};
const without = (property: string): Raw => Object.fromEntries(Object.entries(full).filter(([key]) => key !== property));
const selector = (one: Raw): Raw => ({ ...full, EventSelectors: [one] });
const advanced = (...FieldSelectors: Raw[]): Raw => ({
  ...without('EventSelectors'),
  AdvancedEventSelectors: [{ FieldSelectors }],
});
const category = (...Equals: string[]): Raw => ({ Field: 'eventCategory', Equals });

describe('ACCOUNT-05 to 09: a trail sees everything, and can be believed', () => {
  test.each<[string, string, Raw, string[]]>([
    ['ACCOUNT-05', 'off', { ...full, IsLogging: false }, ['fail']],
    ['ACCOUNT-05', 'nothing said', without('IsLogging'), ['fail']],
    ['ACCOUNT-05', 'off as text', { ...full, IsLogging: 'false' }, ['fail']],
    ['ACCOUNT-05', 'one region', { ...full, IsMultiRegionTrail: false }, ['fail']],
    ['ACCOUNT-05', 'one region by default', without('IsMultiRegionTrail'), ['fail']],
    ['ACCOUNT-05', 'without IAM and the like', { ...full, IncludeGlobalServiceEvents: false }, ['fail']],
    ['ACCOUNT-05', 'a parameter', { ...full, IsMultiRegionTrail: { Ref: 'P' } }, ['unknown']],
    ['ACCOUNT-05', 'in one branch', { ...full, IsMultiRegionTrail: { 'Fn::If': ['C', true, false] } }, ['fail']],
    ['ACCOUNT-05', 'data events only', selector({ IncludeManagementEvents: false, DataResources: [{}] }), ['fail']],
    ['ACCOUNT-05', 'writes only', selector({ ReadWriteType: 'WriteOnly' }), ['fail']],
    ['ACCOUNT-05', 'data events only, by advanced selectors', advanced(category('Data')), ['fail']],
    [
      'ACCOUNT-05',
      'writes only, by advanced selectors',
      advanced(category('Management'), { Field: 'readOnly', Equals: ['false'] }),
      ['fail'],
    ],
    ['ACCOUNT-05', 'management events by advanced selectors', advanced(category('Management')), []],
    ['ACCOUNT-05', 'global services by default', without('IncludeGlobalServiceEvents'), []],
    ['ACCOUNT-05', 'everything', full, []],
    ['ACCOUNT-05', 'everything as text', { ...full, IsLogging: 'true', IsMultiRegionTrail: 'true' }, []],
    ['ACCOUNT-06', 'not signed', { ...full, EnableLogFileValidation: false }, ['fail']],
    ['ACCOUNT-06', 'not signed by default', without('EnableLogFileValidation'), ['fail']],
    ['ACCOUNT-06', 'a parameter', { ...full, EnableLogFileValidation: { Ref: 'P' } }, ['unknown']],
    ['ACCOUNT-06', 'signed', full, []],
    ['ACCOUNT-07', 'no key', without('KMSKeyId'), ['fail']],
    ['ACCOUNT-07', 'an empty one', { ...full, KMSKeyId: '' }, ['fail']],
    ['ACCOUNT-07', 'a key', full, []],
    ['ACCOUNT-08', 'management events only', without('EventSelectors'), ['fail']],
    ['ACCOUNT-08', 'a selector without data', selector({ IncludeManagementEvents: true }), ['fail']],
    ['ACCOUNT-08', 'data events by advanced selectors', advanced(category('Data')), []],
    ['ACCOUNT-08', 'selectors that are given later', { ...full, EventSelectors: { Ref: 'P' } }, []],
    ['ACCOUNT-08', 'data events', full, []],
    ['ACCOUNT-09', 'no log group', without('CloudWatchLogsLogGroupArn'), ['fail']],
    ['ACCOUNT-09', 'an empty one', { ...full, CloudWatchLogsLogGroupArn: '' }, ['fail']],
    ['ACCOUNT-09', 'a log group', full, []],
  ])('%s: %s', (ruleId, _, properties, expected) => expect(said(ruleId, TRAIL, properties)).toEqual(expected));

  test('a store of events has a key', () => {
    expect(said('ACCOUNT-07', 'AWS::CloudTrail::EventDataStore', {})).toEqual(['fail']);
    expect(said('ACCOUNT-07', 'AWS::CloudTrail::EventDataStore', { KmsKeyId: { Ref: 'P' } })).toEqual([]);
  });

  test('a trail for data stands beside one for management', () => {
    const Data = { Type: TRAIL, Properties: selector({ IncludeManagementEvents: false, DataResources: [{}] }) };
    expect(verdicts('ACCOUNT-05', { Data, Main: { Type: TRAIL, Properties: full } })).toEqual([]);
    expect(verdicts('ACCOUNT-05', { Data })).toEqual(['fail Data']);
  });

  test('no alarm over a trail that CDK makes and somebody completes', () => {
    const stack = new Stack(new App({ context: RECOMMENDED_FLAGS }), 'Stack');
    const trail = new Trail(stack, 'Trail', { encryptionKey: new Key(stack, 'Key'), sendToCloudWatchLogs: true });
    trail.logAllS3DataEvents();
    const found = SecurityGate.findingsOf(stack).filter(({ ruleId }) => ruleId.startsWith('ACCOUNT'));
    expect(found.map(({ ruleId, got }) => `${ruleId} ${got}`)).toEqual([]);
  });
});

describe('ACCOUNT-10: threat detection is on', () => {
  test.each<Row>([
    ['a detector that is off', 'AWS::GuardDuty::Detector', { Enable: false }, ['fail']],
    ['off as text', 'AWS::GuardDuty::Detector', { Enable: 'false' }, ['fail']],
    ['a detector without a word', 'AWS::GuardDuty::Detector', {}, ['fail']],
    ['a parameter', 'AWS::GuardDuty::Detector', { Enable: { Ref: 'P' } }, ['unknown']],
    ['on', 'AWS::GuardDuty::Detector', { Enable: true }, []],
    ['Macie that pauses', 'AWS::Macie::Session', { Status: 'PAUSED' }, ['fail']],
    ['Macie', 'AWS::Macie::Session', {}, []],
    ['Macie that is on', 'AWS::Macie::Session', { Status: 'ENABLED' }, []],
  ])('%s', (_, type, properties, expected) => expect(said('ACCOUNT-10', type, properties)).toEqual(expected));
});
