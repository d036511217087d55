import { App, CfnResource, Stack, StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { SecureWebAcl, SecurityGate, Waf, WebAclScope } from '../../lib';
import { ENV, newStack, verdicts } from '../support/judging';

const ACL = 'AWS::WAFv2::WebACL';
const only = (stack: Stack, type: string): any => Object.values(Template.fromStack(stack).findResources(type))[0];
const blocking = (stack: Stack): string[] =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ status }) => status === 'blocking')
    .map(({ ruleId, path }) => `${ruleId} ${path}`);
const newApi = (stack: Stack, waf: Waf): RestApi => {
  const api = new RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addMethod('GET', new MockIntegration());
  waf._protect(api, api.deploymentStage.stageArn);
  return api;
};

test.each([
  [WebAclScope.REGIONAL, 300],
  [WebAclScope.CLOUDFRONT, 2_000],
])('of scope %s it has the rules of the shared one, and is clean', (scope, limit) => {
  const stack = newStack();
  const acl = new SecureWebAcl(stack, 'Acl', { scope });
  expect(blocking(stack)).toEqual([]);
  const { Scope, Rules, DefaultAction } = only(stack, ACL).Properties;
  expect({ Scope, DefaultAction }).toEqual({ Scope: scope, DefaultAction: { Allow: {} } });
  expect(Rules[0].Statement.RateBasedStatement).toMatchObject({ AggregateKeyType: 'IP', Limit: limit });
  expect(Rules.slice(1).map(({ Statement }: any) => Statement.ManagedRuleGroupStatement.Name)).toEqual([
    'AWSManagedRulesAmazonIpReputationList',
    'AWSManagedRulesCommonRuleSet',
    'AWSManagedRulesKnownBadInputsRuleSet',
    'AWSManagedRulesSQLiRuleSet',
  ]);
  expect(Rules[2].Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual([
    { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
  ]);
  expect(stack.resolve(acl.webAclArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Acl/), 'Arn'] });
});

test('two of them log to groups of their own', () => {
  const stack = newStack();
  new SecureWebAcl(stack, 'One', { scope: WebAclScope.REGIONAL });
  new SecureWebAcl(stack, 'Two', { scope: WebAclScope.REGIONAL });
  const names = Object.values<any>(Template.fromStack(stack).findResources('AWS::Logs::LogGroup')).map(
    ({ Properties }) => JSON.stringify(Properties.LogGroupName),
  );
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toContain('aws-waf-logs-Stack-');
  expect(blocking(stack)).toEqual([]);
});

test.each<[string, StackProps]>([
  ["the stack 'Stack' in eu-west-1", { env: { ...ENV, region: 'eu-west-1' } }],
  ["the stack 'Stack', whose region is only known at deployment", { env: undefined }],
])('for CloudFront it is refused in %s', (where, props) => {
  const stack = new Stack(new App(), 'Stack', props);
  const make = () => new SecureWebAcl(stack, 'Acl', { scope: WebAclScope.CLOUDFRONT });
  expect(make).toThrow(
    `WAF-05: expected a web ACL for CloudFront in us-east-1, got ${where}; make it in a stack with env`,
  );
});

test.each([9, 10.5, NaN])('a limit of %d is refused', (requestsPerAddress) => {
  const make = () => new SecureWebAcl(newStack(), 'Acl', { scope: WebAclScope.REGIONAL, requestsPerAddress });
  expect(make).toThrow(/WAF-03: expected requestsPerAddress to be a whole number/);
});

test('its waivers count for it alone', () => {
  const stack = newStack();
  const reason = 'The firewall of the company logs what this one refuses.';
  const acls = ['One', 'Two'].map(
    (id) =>
      new SecureWebAcl(stack, id, {
        scope: WebAclScope.REGIONAL,
        waivers: id === 'One' ? [{ ruleId: 'WAF-04', reason }] : [],
      }),
  );
  for (const acl of acls) acl.node.tryRemoveChild('Logging');
  expect(blocking(stack)).toEqual(['WAF-04 Stack/Two/Acl']);
});

describe('Waf.own', () => {
  test('puts it before an API', () => {
    const stack = newStack();
    newApi(stack, Waf.own(new SecureWebAcl(stack, 'Acl', { scope: WebAclScope.REGIONAL })));
    expect(only(stack, 'AWS::WAFv2::WebACLAssociation').Properties.WebACLArn).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^Acl/), 'Arn'],
    });
    expect(blocking(stack).filter((one) => one.startsWith('WAF-01'))).toEqual([]);
  });
  test('refuses one of CloudFront there', () => {
    const stack = newStack();
    const acl = new SecureWebAcl(stack, 'Acl', { scope: WebAclScope.CLOUDFRONT });
    expect(() => newApi(stack, Waf.own(acl))).toThrow(
      /WAF-01: expected a web ACL of scope REGIONAL .*got one of scope CLOUDFRONT/,
    );
  });
});

test.each<[string, string | undefined, string, string[]]>([
  ['CloudFront in us-east-1', 'us-east-1', 'CLOUDFRONT', []],
  ['CloudFront elsewhere', 'eu-west-1', 'CLOUDFRONT', ['fail Acl']],
  ['CloudFront, region not known', undefined, 'CLOUDFRONT', []],
  ['a region elsewhere', 'eu-west-1', 'REGIONAL', []],
])('WAF-05 %s', (_, region, Scope, expected) => {
  expect(verdicts('WAF-05', { Acl: { Type: ACL, Properties: { Scope } } }, {}, { region })).toEqual(expected);
});

test('WAF-05 holds for an L1 too', () => {
  const stack = newStack({ env: { ...ENV, region: 'eu-west-1' } });
  SecurityGate.enforce(stack.node.root as App);
  new CfnResource(stack, 'Set', {
    type: 'AWS::WAFv2::IPSet',
    properties: { Scope: 'CLOUDFRONT', Addresses: [], IPAddressVersion: 'IPV4' },
  });
  expect(blocking(stack)).toEqual(['WAF-05 Stack/Set']);
});
