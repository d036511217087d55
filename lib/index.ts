import './catalog';

export { LogBucket } from './bucket/log-bucket';
export { SecureBucket } from './bucket/secure-bucket';
export { SecureBucketBlueprint } from './bucket/secure-bucket-blueprint';
export { SecureBucketMixin } from './bucket/secure-bucket-mixin';
export { SecureBucketProps } from './bucket/secure-bucket-props';
export { RuleMixin } from './core/harden';
export { DevelopmentProfileProps, SecurityProfile } from './core/profile';
export { PathWaiver, Waiver, Waivers } from './core/waivers';
export {
  SecureFunction,
  SecureFunctionBlueprint,
  SecureFunctionMixin,
  SecureFunctionOptions,
  SecureFunctionProps,
} from './function/secure-function';
export { SecureNodejsFunction, SecureNodejsFunctionProps } from './function/secure-nodejs-function';
export { GateMode, SecurityFinding, SecurityGate, SecurityGateProps } from './gate/security-gate';
export { ServerlessSecurityChecks } from './gate/serverless-security-checks';
export { DataClass } from './key/data-class';
export { KeyRing, KeyRingKeys } from './key/key-ring';
export { SecureLogGroup, SecureLogGroupProps } from './logs/secure-log-group';
export { FailureQueues } from './queue/failure-queues';
export { SpendGuard, SpendGuardProps } from './spend/spend-guard';
export { SpendSubscriber } from './spend/spend-subscriber';
export { AlarmTopic } from './topic/alarm-topic';
