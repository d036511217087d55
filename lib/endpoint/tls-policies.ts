/**
 * Security policies that take TLS 1.2 or later only: "Security policies for your Application Load Balancer" and "… Network Load
 * Balancer", Elastic Load Balancing user guides. The part behind the version says which ciphers, and from when.
 */
export const takesModernTls = (policy: unknown): boolean =>
  /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)[A-Za-z0-9-]+$/.test(String(policy));

/** What a listener has when nothing is said: "the default policy", of the AWS CLI, CloudFormation and the CDK. It takes TLS 1.0. */
export const DEFAULT_POLICY = 'ELBSecurityPolicy-2016-08';
