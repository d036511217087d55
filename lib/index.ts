import './catalog';

export { AlarmTopic } from './alarm/alarm-topic';
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
export { SecureEventBus, type SecureEventBusProps } from './bus/secure-event-bus';
export { SecureRule, SecureRuleBlueprint, SecureRuleMixin, type SecureRuleProps } from './bus/secure-rule';
export { SecureSchedule, type SecureScheduleProps } from './bus/secure-schedule';
export { SecureCache, type SecureCacheProps } from './cache/secure-cache';
export { Access } from './connection/access';
export { type Connection, type ConnectOptions } from './connection/connection';
export { RuleMixin } from './core/harden';
export { type DevelopmentProfileProps, SecurityProfile } from './core/profile';
export { type PathWaiver, type Waiver } from './core/waiver';
export { Waivers } from './core/waivers';
export { SecureWebAcl, type SecureWebAclProps } from './edge/secure-web-acl';
export { type SharedWafProps, Waf } from './edge/waf';
export { WebAclScope } from './edge/web-acl-scope';
export {
  SecureFunction,
  SecureFunctionBlueprint,
  SecureFunctionMixin,
  type SecureFunctionOptions,
  type SecureFunctionProps,
} from './function/secure-function';
export { SecureNodejsFunction, type SecureNodejsFunctionProps } from './function/secure-nodejs-function';
export {
  OrganizationRule,
  type OrganizationRuleProps,
  RuleJudgement,
  RuleSeverity,
  RuleVerdict,
} from './gate/organization-rule';
export { ResourceView } from './gate/resource-view';
export { GateMode, type SecurityFinding, SecurityGate, type SecurityGateProps } from './gate/security-gate';
export { ServerlessSecurityChecks } from './gate/serverless-security-checks';
export { SecureGraphqlApi } from './graphql/secure-graphql-api';
export { type SecureGraphqlApiProps, type TableDataSourceOptions } from './graphql/secure-graphql-api-props';
export { SecureHttpApi } from './http-api/secure-http-api';
export { SecureHttpApiMixin } from './http-api/secure-http-api-mixin';
export { type SecureHttpApiProps, type SecureHttpRouteProps } from './http-api/secure-http-api-props';
export { SecureWebSocketApi, type SecureWebSocketApiProps } from './http-api/secure-web-socket-api';
export { SecureUserPool, type SecureUserPoolProps } from './identity/secure-user-pool';
export { SecureUserPoolBlueprint } from './identity/secure-user-pool-blueprint';
export { SecureUserPoolMixin } from './identity/secure-user-pool-mixin';
export { ThreatProtection } from './identity/threat-protection';
export { DataClass } from './key/data-class';
export { KeyRing, type KeyRingKeys } from './key/key-ring';
export { SecureLogGroup, type SecureLogGroupProps } from './logs/secure-log-group';
export { SecureVpc, type SecureVpcProps } from './network/secure-vpc';
export { type OtherPipeSource, type PipeQueueOptions, type PipeStreamOptions } from './pipe/pipe-source-options';
export { PipeSource } from './pipe/pipe-source';
export {
  type OtherPipeTarget,
  type PipeBusTargetOptions,
  type PipeQueueTargetOptions,
  type PipeStateMachineTargetOptions,
  type PipeStreamTargetOptions,
  PipeTarget,
  type PipeTargetOptions,
} from './pipe/pipe-target';
export { PipeLogLevel, SecurePipe, type SecurePipeProps } from './pipe/secure-pipe';
export { FailureQueues } from './queue/failure-queues';
export { SecureQueue } from './queue/secure-queue';
export { SecureQueueBlueprint } from './queue/secure-queue-blueprint';
export { SecureQueueMixin } from './queue/secure-queue-mixin';
export { type SecureQueueProps } from './queue/secure-queue-props';
export { SecureSecret, type SecureSecretProps } from './secret/secure-secret';
export { SecureSecretBlueprint } from './secret/secure-secret-blueprint';
export { SecureSecretMixin } from './secret/secure-secret-mixin';
export { type BucketSourceOptions, type BusSourceOptions, type TopicSourceOptions } from './source/push-sources';
export { type QueueSourceOptions } from './source/queue-source';
export { type ScheduleSourceOptions } from './source/schedule-source';
export { Source } from './source/source';
export { type StreamSourceOptions } from './source/stream-source';
export { SpendGuard, type SpendGuardProps } from './spend/spend-guard';
export { SpendSubscriber } from './spend/spend-subscriber';
export { SecureDeliveryStream, type SecureDeliveryStreamProps } from './stream/secure-delivery-stream';
export { SecureStream } from './stream/secure-stream';
export { SecureStreamMixin } from './stream/secure-stream-mixin';
export { type SecureStreamProps } from './stream/secure-stream-props';
export { SecureTable } from './table/secure-table';
export { SecureTableBlueprint, SecureTableV2Blueprint } from './table/secure-table-blueprint';
export { SecureTableMixin, SecureTableV2Mixin } from './table/secure-table-mixin';
export { type SecureTableOptions, type SecureTableProps, type SecureTableV2Props } from './table/secure-table-props';
export { SecureTableV2 } from './table/secure-table-v2';
export { SecureTopic } from './topic/secure-topic';
export { SecureTopicMixin } from './topic/secure-topic-mixin';
export { type SecureTopicProps } from './topic/secure-topic-props';
export { SecureDistribution, type SecureDistributionProps } from './website/secure-distribution';
export { SecureWebsite, type SecureWebsiteProps } from './website/secure-website';
export {
  SecureStateMachine,
  SecureStateMachineBlueprint,
  type SecureStateMachineProps,
} from './workflow/secure-state-machine';
