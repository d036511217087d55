import { acl } from './templates';
import { verdicts } from '../support/judging';

const OUTSIDE = { Parameters: { Outside: { Type: 'String' } } };
const header = (Name: string) => ({ SingleHeader: { Name } });
const BOTH = [header('authorization'), header('cookie')];
const LOG_GROUP = 'arn:aws:logs:eu-west-1:111111111111:log-group:';
const logging = (properties: object = {}) => ({
  Type: 'AWS::WAFv2::LoggingConfiguration',
  Properties: {
    ResourceArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
    LogDestinationConfigs: [`${LOG_GROUP}aws-waf-logs-orders`],
    RedactedFields: BOTH,
    ...properties,
  },
});
const judge = (properties: object, resources: Record<string, unknown> = {}, ofAcl: object = {}) =>
  verdicts('WAF-04', { Acl: acl(ofAcl), Logging: logging(properties), ...resources }, OUTSIDE);
const target = (one: unknown) => ({ LogDestinationConfigs: [one] });
const logs = (LogGroupName?: unknown) => ({
  Type: 'AWS::Logs::LogGroup',
  Properties: LogGroupName === undefined ? {} : { LogGroupName },
});
const protection = (FieldType: string, FieldKeys?: string[]) => ({
  DataProtectionConfig: { DataProtections: [{ Action: 'SUBSTITUTION', Field: { FieldType, FieldKeys } }] },
});
const only = (Behavior: string, Action: string, DefaultBehavior: string) => ({
  LoggingFilter: {
    DefaultBehavior,
    Filters: [{ Behavior, Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action } }] }],
  },
});

describe('WAF-04 a web ACL logs without credentials', () => {
  test('without a logging configuration it fails', () =>
    expect(verdicts('WAF-04', { Acl: acl() })).toEqual(['fail Acl']));
  test('one of another web ACL does not count', () =>
    expect(
      verdicts('WAF-04', {
        Acl: acl(),
        Other: acl(),
        Logging: logging({ ResourceArn: { 'Fn::GetAtt': ['Other', 'Arn'] } }),
      }),
    ).toEqual(['fail Acl']));
  test('one of a web ACL that is only known later is unknown', () =>
    expect(judge({ ResourceArn: { Ref: 'Outside' } })).toEqual(['unknown Acl']));

  test.each<[string, object, Record<string, unknown>?]>([
    ['no target', { LogDestinationConfigs: undefined }],
    ['a log group of another name', target(`${LOG_GROUP}orders`)],
    ['a log group of the app with another name', target({ 'Fn::GetAtt': ['Logs', 'Arn'] }), { Logs: logs('orders') }],
    ['a log group that CloudFormation names', target({ 'Fn::GetAtt': ['Logs', 'Arn'] }), { Logs: logs() }],
    ['nothing redacted', { RedactedFields: undefined }],
    ['only cookies redacted', { RedactedFields: [header('cookie')] }],
    ['only tokens redacted', { RedactedFields: [header('authorization')] }],
    ['the method redacted', { RedactedFields: [{ Method: {} }] }],
    ['a filter that drops what was refused', only('DROP', 'BLOCK', 'KEEP')],
    ['a filter that keeps only what was let through', only('KEEP', 'ALLOW', 'DROP')],
  ])('%s: fails', (_, properties, resources = {}) => expect(judge(properties, resources)).toEqual(['fail Acl']));

  test.each<[string, object, Record<string, unknown>?]>([
    ['a log group', {}],
    ['a log group with the end that its ARN has', target(`${LOG_GROUP}aws-waf-logs-orders:*`)],
    ['a log group of the app', target({ 'Fn::GetAtt': ['Logs', 'Arn'] }), { Logs: logs('aws-waf-logs-orders') }],
    [
      'a log group of the app, its ARN put together',
      target({ 'Fn::Sub': 'arn:aws:logs:eu-west-1:111111111111:log-group:${Logs}' }),
      { Logs: logs('aws-waf-logs-orders') },
    ],
    [
      'a name whose end is known later',
      target({ 'Fn::GetAtt': ['Logs', 'Arn'] }),
      { Logs: logs({ 'Fn::Sub': 'aws-waf-logs-${Outside}' }) },
    ],
    ['a bucket', target('arn:aws:s3:::aws-waf-logs-orders')],
    ['a delivery stream', target('arn:aws:firehose:eu-west-1:111111111111:deliverystream/aws-waf-logs-orders')],
    ['headers in capitals', { RedactedFields: [header('Authorization'), header('Cookie')] }],
    ['a filter that drops what was let through', only('DROP', 'ALLOW', 'KEEP')],
    ['a filter that keeps what was refused', only('KEEP', 'BLOCK', 'DROP')],
    ['a filter with nothing in it', { LoggingFilter: { DefaultBehavior: 'KEEP', Filters: [null] } }],
  ])('%s: passes', (_, properties, resources = {}) => expect(judge(properties, resources)).toEqual([]));

  test.each<[string, string[], object]>([
    ['the headers by name', [], protection('SINGLE_HEADER', ['authorization', 'cookie'])],
    ['all headers', [], protection('SINGLE_HEADER')],
    ['one header of two', ['fail Acl'], protection('SINGLE_HEADER', ['authorization'])],
    ['all cookies, not the token', ['fail Acl'], protection('SINGLE_COOKIE')],
    ['the body', ['fail Acl'], protection('BODY')],
  ])('data protection of %s', (_, expected, ofAcl) =>
    expect(judge({ RedactedFields: undefined }, {}, ofAcl)).toEqual(expected),
  );

  test.each<[string, object]>([
    ['the target', target({ Ref: 'Outside' })],
    ['the fields', { RedactedFields: { Ref: 'Outside' } }],
    ['the filter', { LoggingFilter: { Ref: 'Outside' } }],
  ])('%s from a parameter: unknown', (_, properties) => expect(judge(properties)).toEqual(['unknown Acl']));
});
