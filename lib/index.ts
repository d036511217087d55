import './catalog';

export { type ApiClientProps } from './api/api-client';
export { Auth, type JwtAuthOptions } from './api/auth';
export { type CognitoAuthOptions } from './api/cognito-auth';
export { Exposure } from './api/exposure';
export { JwtAuthorizer, type JwtAuthorizerProps } from './api/jwt-authorizer';
export { CognitoTokenUse, type CognitoIssuerOptions, JwtIssuer, type OidcIssuerProps } from './api/jwt-issuer';
export { type OpenApiProps, type OpenApiRoute } from './api/open-api-props';
export { Owner } from './api/owner';
export { type RouteProps, type RouteRequest } from './api/route';
export { SecureApi } from './api/secure-api';
export { SecureApiBlueprint } from './api/secure-api-blueprint';
export { SecureApiMixin } from './api/secure-api-mixin';
export { type SecureApiProps } from './api/secure-api-props';
export { StepUp } from './api/step-up';
export { type StrictCors } from './api/strict-cors';
export { type Throttle } from './api/throttle';
export { ApiGatewayAccount } from './baseline/api-gateway-account';
export { LogBucket } from './bucket/log-bucket';
export { SecureBucket } from './bucket/secure-bucket';
export { SecureBucketBlueprint } from './bucket/secure-bucket-blueprint';
export { SecureBucketMixin } from './bucket/secure-bucket-mixin';
export { type SecureBucketProps } from './bucket/secure-bucket-props';
export { RuleMixin } from './core/harden';
export { type DevelopmentProfileProps, SecurityProfile } from './core/profile';
export { type PathWaiver, type Waiver } from './core/waiver';
export { Waivers } from './core/waivers';
export { type SharedWafProps, Waf } from './edge/waf';
export {
  SecureFunction,
  SecureFunctionBlueprint,
  SecureFunctionMixin,
  type SecureFunctionOptions,
  type SecureFunctionProps,
} from './function/secure-function';
export { SecureNodejsFunction, type SecureNodejsFunctionProps } from './function/secure-nodejs-function';
export { GateMode, type SecurityFinding, SecurityGate, type SecurityGateProps } from './gate/security-gate';
export { ServerlessSecurityChecks } from './gate/serverless-security-checks';
export { DataClass } from './key/data-class';
export { KeyRing, type KeyRingKeys } from './key/key-ring';
export { SecureLogGroup, type SecureLogGroupProps } from './logs/secure-log-group';
export { FailureQueues } from './queue/failure-queues';
export { SpendGuard, type SpendGuardProps } from './spend/spend-guard';
export { SpendSubscriber } from './spend/spend-subscriber';
export { AlarmTopic } from './topic/alarm-topic';
