import { Aws, Fn, Stack } from 'aws-cdk-lib';
import { CfnStage, IStage, LogGroupLogDestination, ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Throttle } from '../api/throttle';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';

const SHARED = {
  requestId: 'requestId',
  extendedRequestId: 'extendedRequestId',
  requestTime: 'requestTime',
  ip: 'identity.sourceIp',
  principal: 'authorizer.principalId',
  iamPrincipal: 'identity.userArn',
  account: 'identity.accountId',
  routeKey: 'routeKey',
  stage: 'stage',
  status: 'status',
  errorType: 'error.responseType',
  authorizerError: 'authorizer.error',
  integrationStatus: 'integration.status',
  integrationError: 'integration.error',
  integrationLatency: 'integration.latency',
};

/**
 * Who did what, when, and what became of it; no path and no query, which hold ids, no token and no message ("Customizing HTTP API
 * access logs", API Gateway developer guide).
 */
export const HTTP_FORMAT = formatOf({
  ...SHARED,
  subject: 'authorizer.claims.sub',
  httpMethod: 'httpMethod',
  protocol: 'protocol',
  responseLength: 'responseLength',
  responseLatency: 'responseLatency',
});

/** The same of connections and messages ("Set up logging for WebSocket APIs", API Gateway developer guide). */
export const MESSAGE_FORMAT = formatOf({
  ...SHARED,
  eventType: 'eventType',
  connectionId: 'connectionId',
  connectedAt: 'connectedAt',
  messageId: 'messageId',
});

function formatOf(fields: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(fields).map(([name, variable]) => [name, `$context.${variable}`])),
  );
}

/** What of its limits a stage was told, over those of the API. */
export const limitsOf = (throttle: Throttle, given: ThrottleSettings = {}): ThrottleSettings => ({
  rateLimit: given.rateLimit ?? throttle.rateLimit,
  burstLimit: given.burstLimit ?? throttle.burstLimit,
});

/** The default stage takes neither limits nor logs: they are written where CDK cannot. */
export function limit(stage: Construct, { rateLimit, burstLimit }: Throttle): void {
  resourceOf(stage).defaultRouteSettings = { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit };
}

/** Logs of its own, unless it was given some. */
export function log(stage: Construct & IStage, format: string, logGroupName?: string): ILogGroup | undefined {
  const resource = resourceOf(stage);
  if (resource.accessLogSettings) return undefined;
  const group = new SecureLogGroup(stage, 'AccessLogs', { logGroupName });
  partOfParent(group);
  resource.accessLogSettings = { ...new LogGroupLogDestination(group).bind(stage), format };
  return group;
}

export const resourceOf = (stage: Construct): CfnStage => stage.node.defaultChild as CfnStage;

/**
 * Below `/aws/vendedlogs/` all groups share one resource policy, of which an account has ten ("Enable logging from AWS services",
 * CloudWatch Logs user guide).
 */
export function vendedName(stage: Construct): string {
  // the group outlives its stack: the stack's own id keeps a second life from meeting the first
  const id = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return `/aws/vendedlogs/apis/${Stack.of(stage).stackName}-${stage.node.addr.slice(-8)}-${id}`;
}
