import { AccessLogFormat, IAccessLogDestination, IStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigateway';
import type { AccessLogDestinationConfig } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';

/**
 * Who did what, when, and what became of it. No path and no query, which hold ids and whatever else callers put there; no token and
 * no key; no text that a caller chose. Source: "Variables for access logging for API Gateway", developer guide.
 */
const FIELDS = {
  requestId: 'requestId',
  extendedRequestId: 'extendedRequestId',
  traceId: 'xrayTraceId',
  requestTime: 'requestTime',
  ip: 'identity.sourceIp',
  vpcEndpoint: 'identity.vpceId',
  principal: 'authorizer.principalId',
  subject: 'authorizer.claims.sub',
  iamPrincipal: 'identity.userArn',
  account: 'identity.accountId',
  apiKeyId: 'identity.apiKeyId',
  httpMethod: 'httpMethod',
  resourcePath: 'resourcePath',
  stage: 'stage',
  protocol: 'protocol',
  tlsVersion: 'tlsVersion',
  status: 'status',
  errorType: 'error.responseType',
  responseLength: 'responseLength',
  responseLatency: 'responseLatency',
  wafStatus: 'waf.status',
  wafError: 'waf.error',
  authorizeStatus: 'authorize.status',
  authorizeError: 'authorize.error',
  authorizerStatus: 'authorizer.status',
  authorizerError: 'authorizer.error',
  authorizerLatency: 'authorizer.latency',
  integrationStatus: 'integration.status',
  integrationError: 'integration.error',
  integrationLatency: 'integration.latency',
} as const;

export const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify(Object.fromEntries(Object.entries(FIELDS).map(([name, variable]) => [name, `$context.${variable}`]))),
);

/** A log group beside the stage, made when CDK asks for it: before the API's constructor is through there is no place for it. */
export class OwnAccessLogs implements IAccessLogDestination {
  public bind(stage: IStage): AccessLogDestinationConfig {
    const group = new SecureLogGroup(stage.node.scope as Construct, 'AccessLogs');
    partOfParent(group);
    return new LogGroupLogDestination(group).bind(stage);
  }
}
