import { ArnFormat, Aws, Fn, Names, Stack } from 'aws-cdk-lib';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';
import { WebAclScope } from './web-acl-scope';

/** Seconds over which requests are counted; AWS's own default, said so that nobody has to know it. */
export const WINDOW = 300;

/** The web ACL below its construct. */
export function makeAcl(home: Construct, scope: WebAclScope, limit: number, description: string): CfnWebACL {
  return new CfnWebACL(home, 'Acl', {
    scope,
    description,
    defaultAction: { allow: {} },
    rules: [limitEachAddress(limit), ...GROUPS.map(managed)],
    visibilityConfig: visible(Names.uniqueResourceName(home, { maxLength: 120, allowedSpecialCharacters: '-_' })),
    dataProtectionConfig: { dataProtections: PROTECTED },
  });
}

/**
 * AWS's managed groups, and the rules in them that only count. Capacity, from "Baseline rule groups", "Use-case specific rule
 * groups" and "IP reputation rule groups" of the WAF developer guide: 25 + 700 + 200 + 200, and 2 for the rate rule. That is
 * 1,127 of the 1,500 units that the basic price covers ("Web ACL capacity units").
 */
const GROUPS: readonly { readonly name: string; readonly counts?: readonly string[] }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  // it refuses every body over 8 KB with a bare 403; schemas bound bodies, route by route
  { name: 'AWSManagedRulesCommonRuleSet', counts: ['SizeRestrictions_BODY'] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  { name: 'AWSManagedRulesSQLiRuleSet' },
];

function managed({ name, counts }: (typeof GROUPS)[number], index: number): CfnWebACL.RuleProperty {
  return {
    name,
    priority: index + 1,
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counts?.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    overrideAction: { none: {} },
    visibilityConfig: visible(name),
  };
}

/** First, so that it also counts what the groups behind it refuse. */
const limitEachAddress = (limit: number): CfnWebACL.RuleProperty => ({
  name: 'LimitEachAddress',
  priority: 0,
  statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit, evaluationWindowSec: WINDOW } },
  action: { block: { customResponse: { responseCode: 429 } } },
  visibilityConfig: visible('LimitEachAddress'),
});

const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});

/** Where APIs of ours and AWS's request signatures carry credentials. */
const CREDENTIAL_HEADERS = ['authorization', 'cookie', 'x-api-key', 'x-amz-security-token'];
const CREDENTIAL_ARGUMENTS = [
  'access_token',
  'id_token',
  'token',
  'api_key',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
];

/**
 * Everything WAF keeps: logs, samples and the details of matches. The query string stays readable otherwise, since it is what
 * shows an injection.
 */
const PROTECTED: CfnWebACL.DataProtectProperty[] = [
  { field: { fieldType: 'SINGLE_HEADER', fieldKeys: CREDENTIAL_HEADERS }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'SINGLE_COOKIE' }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'SINGLE_QUERY_ARGUMENT', fieldKeys: CREDENTIAL_ARGUMENTS }, action: 'SUBSTITUTION' },
];

/** Its logs, beside it: those of CloudFront have to be in us-east-1 too. */
export function logTraffic(home: Construct, acl: CfnWebACL): void {
  const stack = Stack.of(home);
  // the name has to begin so, and the group outlives its stack: the stack's own id keeps a second life from meeting the first
  const id = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  const logs = new SecureLogGroup(home, 'Logs', { logGroupName: `${PREFIX}${ownName(home)}-${id}` });
  partOfParent(logs);
  const logging = new CfnLoggingConfiguration(home, 'Logging', {
    resourceArn: acl.attrArn,
    // without the `:*` that the group's own ARN ends with
    logDestinationConfigs: [
      stack.formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: logs.logGroupName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
    redactedFields: CREDENTIAL_HEADERS.map((name) => ({ singleHeader: { Name: name } })),
  });
  logging.node.addDependency(logs);
}

const PREFIX = 'aws-waf-logs-';

/** The shared one has the name of its stack; others add their address in it, since a stack may have several. */
function ownName(home: Construct): string {
  const { stackName } = Stack.of(home);
  return home.node.id === SHARED_ID ? stackName : `${stackName}-${home.node.addr.slice(-8)}`;
}

/** The id of the web ACL that the APIs of an app share in a region. */
export const SHARED_ID = 'SecureWaf';
