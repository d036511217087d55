import { Stack } from 'aws-cdk-lib';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { handlerIn, ROLE_IS_THERE } from './api';
import { apiOf } from './api-attacks';
import { Area, KEEP, logRows, Row } from './table';
import { Auth, SecureApi } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const ACL = 'AWS::WAFv2::WebACL';
const LOGGING = 'AWS::WAFv2::LoggingConfiguration';
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const RATE = 'Rules.0.Statement.RateBasedStatement';
const HEADER = { SingleHeader: { Name: 'x-request-id' } };
const DROPS = { Behavior: 'DROP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] };

const ROWS: Row[] = [
  [ACL, '', 'DefaultAction'],
  [ACL, '', 'Rules', []],
  [ACL, '', 'Rules.0'],
  [ACL, '', 'Rules.0.Action.Block'],
  [ACL, '', 'Rules.0.Statement'],
  [ACL, '', `${RATE}.Limit`, 15_000, 400_000, 'many'],
  [ACL, '', `${RATE}.AggregateKeyType`, 'CONSTANT'],
  [ACL, '', `${RATE}.ScopeDownStatement`, KEEP, { GeoMatchStatement: { CountryCodes: ['US'] } }],
  [ASSOCIATION, '', 'WebACLArn'],
  [ASSOCIATION, '', 'ResourceArn', 'arn:aws:apigateway:us-east-1::/restapis/abc/stages/prod'],
  [LOGGING, '', 'ResourceArn', 'arn:aws:wafv2:us-east-1:111111111111:regional/webacl/other/1'],
  [LOGGING, '', 'LogDestinationConfigs', [], ['arn:aws:logs:us-east-1:111111111111:log-group:other']],
  [LOGGING, '', 'LoggingFilter', KEEP, { DefaultBehavior: 'KEEP', Filters: [DROPS] }, { DefaultBehavior: 'DROP' }],
  ['AWS::Logs::LogGroup', 'SecureWaf', 'LogGroupName', 'elsewhere'],
  ...logRows('SecureWaf'),
];

const aclOf = (stack: Stack) => resourcesOf(stack, ACL)[0] as CfnWebACL;
type Rule = CfnWebACL.RuleProperty;
/** An override cannot put an empty object in the place of another. */
const change = (name: string, rules: (all: Rule[]) => Rule[]): Attack => ({
  name,
  apply: (stack) => void (aclOf(stack).rules = rules(aclOf(stack).rules as Rule[])),
});
const isGroup = ({ overrideAction }: Rule): boolean => overrideAction !== undefined;

const ATTACKS: Attack[] = [
  change('every group told to count', (all) =>
    all.map((one) => (isGroup(one) ? { ...one, overrideAction: { count: {} } } : one)),
  ),
  change('every group taken away', (all) => all.filter((one) => !isGroup(one))),
  change('the rate rule taken away', (all) => all.filter(isGroup)),
  change('the rate rule told to count', (all) =>
    all.map((one) => (isGroup(one) ? one : { ...one, action: { count: {} } })),
  ),
  change('everything allowed first', (all) => [
    {
      name: 'Allow',
      priority: 0,
      action: { allow: {} },
      statement: {
        byteMatchStatement: {
          fieldToMatch: { uriPath: {} },
          positionalConstraint: 'STARTS_WITH',
          searchString: '/',
          textTransformations: [{ priority: 0, type: 'NONE' }],
        },
      },
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'x', sampledRequestsEnabled: true },
    },
    ...all.map((one) => ({ ...one, priority: one.priority + 1 })),
  ]),
  {
    name: 'tokens in logs: neither redacted nor protected',
    apply: (stack) => {
      aclOf(stack).dataProtectionConfig = undefined;
      (resourcesOf(stack, LOGGING)[0] as CfnLoggingConfiguration).redactedFields = [
        { singleHeader: HEADER.SingleHeader },
      ];
    },
  },
  { name: 'the association taken away', apply: (stack) => void apiOf(stack).node.tryRemoveChild('WebAcl') },
  {
    name: 'the association replaced by one with a web ACL that lets everything in',
    apply: (stack) => {
      const acl = new CfnWebACL(stack, 'X', {
        scope: 'REGIONAL',
        defaultAction: { allow: {} },
        visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'x', sampledRequestsEnabled: true },
      });
      apiOf(stack).node.tryRemoveChild('WebAcl');
      new CfnWebACLAssociation(stack, 'Y', {
        resourceArn: apiOf(stack).deploymentStage.stageArn,
        webAclArn: acl.attrArn,
      });
    },
  },
  {
    name: 'the logging configuration taken away',
    apply: (stack) => void stack.node.findChild('SecureWaf').node.tryRemoveChild('Logging'),
  },
];

export const EDGE: Area = {
  build: (stack) => {
    const api = new SecureApi(stack, 'Api', { waivers: ROLE_IS_THERE });
    api.addRoute('GET /stock', { handler: handlerIn(stack), auth: Auth.iam() });
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::ApiGateway::RestApi.*': 'the area of APIs has it',
    'AWS::ApiGateway::Stage.*': 'the area of APIs has it',
    'AWS::ApiGateway::Deployment.*': 'the area of APIs has it',
    'AWS::ApiGateway::Resource.*': 'the area of APIs has it',
    'AWS::ApiGateway::Method.*': 'the area of APIs has it',
    'AWS::ApiGateway::RequestValidator.*': 'the area of APIs has it',
    'AWS::ApiGateway::GatewayResponse.*': 'the area of APIs has it',
    'AWS::Lambda::Permission.*': 'the area of APIs has it',
    'AWS::KMS::Key.*': 'the operations key, as it is with a function',
    'AWS::WAFv2::WebACL.Description': 'a name',
    'AWS::WAFv2::WebACL.Scope': 'an API takes none of another scope: the deployment would fail',
    'AWS::WAFv2::WebACL.VisibilityConfig': 'metrics and samples are for people who look at them',
  },
  spared: [
    [[ACL, '', 'Rules.1'], 'which groups there are is the team’s: one that refuses is asked for'],
    [[ACL, '', 'Rules.2.OverrideAction.None'], 'the same'],
    [[LOGGING, '', 'RedactedFields', [HEADER]], 'the web ACL’s own data protection takes tokens out of logs too'],
    [
      [ACL, '', 'DataProtectionConfig'],
      'the logging configuration takes tokens out of logs too; samples last three hours',
    ],
  ],
};
