import flags from 'aws-cdk-lib/recommended-feature-flags.json';

/** What `cdk init` writes into a new project's cdk.json. */
export const RECOMMENDED_FLAGS: Record<string, unknown> = flags;
