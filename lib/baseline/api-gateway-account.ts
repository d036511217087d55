import { ArnFormat, CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { readFileSync } from 'fs';
import { join } from 'path';
import { secured } from '../core/gate-state';
import { sharedInRegion } from '../core/shared-in-region';
import { Waivers } from '../core/waivers';
import { SecureFunction } from '../function/secure-function';

/**
 * The role by which API Gateway writes access and execution logs: AWS has one setting for it in each account and region, for
 * all REST and WebSocket APIs in it.
 *
 * CloudFormation's own `AWS::ApiGateway::Account` overwrites whatever role is set. This one looks first: where no role is set,
 * it sets its own, and a role of somebody else stays. It is never taken back, and the role outlives its stack, since a deleted
 * role ends the logs of every API. For accounts in which nobody else sees to that setting: say `ApiGatewayAccount.shared(stack)`
 * once, and let the APIs wait for it: `api.node.addDependency(account)`.
 *
 * It is a function that runs in deployments only, with its role, log group and alarm ($0.20 a month). Besides writing its logs and
 * traces it may read and change that setting, and pass that one role to API Gateway. If it cannot, the deployment fails within a
 * minute and says why.
 *
 * Source: "Set up CloudWatch logging for REST APIs", API Gateway developer guide.
 */
export class ApiGatewayAccount extends Construct {
  /**
   * The one of the app (of each Stage) in the account and region of the scope's stack. The first stack that asks has it; stacks
   * that ask later, and wait for it, are deployed after that one.
   */
  public static shared(scope: IConstruct): ApiGatewayAccount {
    return sharedInRegion(
      scope,
      'api-gateway-account',
      (stack) => new ApiGatewayAccount(stack, 'SecureApiGatewayAccount'),
    );
  }

  /** The role that is set where none was. */
  public readonly role: IRole;
  /** ARN of the role that API Gateway uses, whoever set it; known at deployment. */
  public readonly roleArnInUse: string;
  /** `true` or `false`, as text: whether a role of somebody else was there and was kept; known at deployment. */
  public readonly keptOther: string;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    secured(this);
    this.role = logRole(this);
    const setter = new SecureFunction(this, 'Setter', {
      description: 'Sets the log role of API Gateway where the account has none',
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline(readFileSync(CODE, 'utf8')),
      timeout: Duration.seconds(60),
    });
    for (const statement of maySet(this, this.role)) setter.addToRolePolicy(statement);
    const setting = new CustomResource(this, 'Setting', {
      resourceType: CUSTOM_TYPE,
      serviceToken: setter.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: { RoleArn: this.role.roleArn },
    });
    this.roleArnInUse = setting.getAttString('RoleArn');
    this.keptOther = setting.getAttString('KeptOther');
  }
}

/** API-18 looks for it by this name; a test holds the two together. */
const CUSTOM_TYPE = 'Custom::ApiGatewayAccount';
const CODE = join(__dirname, '..', 'assets', 'api-gateway-account', 'index.cjs');

/** What the managed policy AmazonAPIGatewayPushToCloudWatchLogs lists: API Gateway refuses a role that lacks one of them. */
const LOG_ACTIONS = [
  'CreateLogGroup',
  'CreateLogStream',
  'DescribeLogGroups',
  'DescribeLogStreams',
  'PutLogEvents',
  'GetLogEvents',
  'FilterLogEvents',
].map((name) => `logs:${name}`);

/**
 * The managed policy reaches every region and changes without notice; this one holds to the own region. Its policy is a part of
 * it, so that it is kept with it. Kept even when the stack's first deployment fails: the setting may name it by then.
 */
function logRole(scope: Construct): Role {
  const everyGroup = Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const role = new Role(scope, 'LogRole', {
    description: 'API Gateway writes the logs of all its APIs in this region with it',
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    inlinePolicies: {
      WriteLogs: new PolicyDocument({
        statements: [new PolicyStatement({ actions: LOG_ACTIONS, resources: [everyGroup] })],
      }),
    },
  });
  role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  Waivers.of(role).add({
    ruleId: 'ROLE-02',
    reason:
      'One role writes the logs of every API in the account and region, whatever their groups are named: AWS has one setting.',
  });
  return role;
}

function maySet(scope: Construct, role: IRole): PolicyStatement[] {
  const account = Stack.of(scope).formatArn({
    service: 'apigateway',
    account: '',
    resource: '/account',
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  return [
    new PolicyStatement({ actions: ['apigateway:GET', 'apigateway:PATCH'], resources: [account] }),
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [role.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'apigateway.amazonaws.com' } },
    }),
  ];
}
