import { acl, association, group, rateRule } from './templates';
import { verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const seen = (CloudWatchMetricsEnabled: unknown) => ({ VisibilityConfig: { CloudWatchMetricsEnabled } });
const COMMON = 'AWSManagedRulesCommonRuleSet';

test.each<[string, object, string[]]>([
  ['all', { ...seen(true), Rules: [rateRule({}, seen(true))] }, []],
  ['as text', { ...seen('true'), Rules: [rateRule({}, seen('true'))] }, []],
  ['not of the web ACL', { ...seen(false), Rules: [rateRule({}, seen(true))] }, ['fail Acl']],
  ['not of a rule', { ...seen(true), Rules: [rateRule({}, seen(true)), group(COMMON, seen(false))] }, ['fail Acl']],
  ['nothing said of a rule', { ...seen(true), Rules: [rateRule()] }, ['fail Acl']],
  ['in one branch', { ...seen({ 'Fn::If': ['C', true, false] }), Rules: [] }, ['fail Acl']],
  ['a parameter', { ...seen({ Ref: 'P' }), Rules: [] }, ['unknown Acl']],
])('WAF-06 counts requests: %s', (_, properties, expected) => {
  expect(verdicts('WAF-06', { Acl: acl(properties) }, P)).toEqual(expected);
});

test('WAF-06 judges rule groups too', () => {
  const own = (config: object) => ({
    Type: 'AWS::WAFv2::RuleGroup',
    Properties: { Capacity: 1, Rules: [], ...config },
  });
  expect(verdicts('WAF-06', { Off: own(seen(false)), On: own(seen(true)) })).toEqual(['fail Off']);
});

const overridden = (action: object, name = COMMON) => ({
  Rules: [group(name, {}, { RuleActionOverrides: [{ Name: 'CrossSiteScripting_BODY', ActionToUse: action }] })],
});
const EITHER = { 'Fn::If': ['C', { Allow: {} }, { Count: {} }] };
test.each<[string, object, string[]]>([
  ['nothing is overridden', { Rules: [group(COMMON)] }, []],
  ['counted', overridden({ Count: {} }), []],
  ['allowed', overridden({ Allow: {} }), ['fail Acl']],
  ['allowed, of another group', overridden({ Allow: {} }, 'AWSManagedRulesSQLiRuleSet'), ['fail Acl']],
  ['allowed in one branch', overridden(EITHER), ['fail Acl']],
  ['bots one knows', overridden({ Allow: {} }, 'AWSManagedRulesBotControlRuleSet'), []],
  ['a group of another vendor', overridden({ Allow: {} }, 'Imperva'), []],
  [
    'one of many',
    {
      Rules: [
        group(
          COMMON,
          {},
          {
            RuleActionOverrides: [
              { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
              { Name: 'GenericLFI_BODY', ActionToUse: { Allow: {} } },
            ],
          },
        ),
      ],
    },
    ['fail Acl'],
  ],
])('WAF-07 lets no attack through: %s', (_, properties, expected) => {
  expect(verdicts('WAF-07', { Acl: acl(properties) }, P)).toEqual(expected);
});

const POOL = { Type: 'AWS::Cognito::UserPool', Properties: {} };
const runner = (IsPubliclyAccessible?: unknown) => ({
  Type: 'AWS::AppRunner::Service',
  Properties: { NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible } } },
});
const ARN = { 'Fn::GetAtt': ['It', 'Arn'] };
test.each<[string, Record<string, unknown>, string[]]>([
  ['a user pool without', { It: POOL }, ['fail It']],
  ['a user pool with one', { It: POOL, Acl: acl(), Guard: association(ARN) }, []],
  ['a user pool with one of elsewhere', { It: POOL, Guard: association(ARN, 'arn:aws:wafv2:x') }, []],
  [
    'one before something else',
    { It: POOL, Guard: association('arn:aws:cognito-idp:us-east-1:1:userpool/x') },
    ['fail It'],
  ],
  ['one only sometimes', { It: POOL, Guard: { ...association(ARN), Condition: 'C' } }, ['fail It']],
  ['one before what only the deployment knows', { It: POOL, Guard: association({ Ref: 'P' }) }, []],
  ['a service without', { It: runner() }, ['fail It']],
  ['a service with one', { It: runner(true), Guard: association({ 'Fn::GetAtt': ['It', 'ServiceArn'] }) }, []],
  ['a private service', { It: runner(false) }, []],
  ['a private service, as text', { It: runner('false') }, []],
])('WAF-08 guards sign-in: %s', (_, resources, expected) => {
  expect(verdicts('WAF-08', resources, P)).toEqual(expected);
});
