import './catalog';

export { LogBucket } from './bucket/log-bucket';
export { SecureBucket } from './bucket/secure-bucket';
export { SecureBucketBlueprint } from './bucket/secure-bucket-blueprint';
export { SecureBucketMixin } from './bucket/secure-bucket-mixin';
export { type SecureBucketProps } from './bucket/secure-bucket-props';
export { RuleMixin } from './core/harden';
export { type DevelopmentProfileProps, SecurityProfile } from './core/profile';
export { type PathWaiver, type Waiver, Waivers } from './core/waivers';
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
