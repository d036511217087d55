/** What stock cdk-nag says of our constructs, and why it stays: the list that `second-opinion.ts` holds to the truth. */

/** Rule of cdk-nag, without the pack's name · which of our resources · why it stays. `development`: only there. */
export interface Accepted {
  readonly rule: string;
  readonly where: RegExp;
  readonly why: string;
  readonly development?: boolean;
}

const FUNCTION = /\/(Function|SecureApiGatewayAccount\/Setter)\/Resource$/;
const ROLE_POLICY = /\/(Function|SecureApiGatewayAccount\/Setter)\/ServiceRole\/DefaultPolicy\/Resource$/;
const ACCOUNT_ROLE = /\/SecureApiGatewayAccount\/LogRole\/Resource$/;
const STAGE = /Api\/DeploymentStage\.prod\/Resource$/;
const UNLOGGED_STAGE = /\/(Token|Internal)?Api\/DeploymentStage\.prod\/Resource$/;
const PUBLIC_STAGE = /\/(Token|Logged)?Api\/DeploymentStage\.prod\/Resource$/;
const INTERNAL_STAGE = /\/InternalApi\/DeploymentStage\.prod\/Resource$/;
const SITE = /\/((Nameless)?Site\/Distribution|Web)\/Resource$/;
const LOG_BUCKET = /\/SecureLogBucket\/Resource$/;
const TABLE = /\/Table\/Resource$/;
const BUCKET = /\/(Bucket|SecureLogBucket)\/Resource$/;

export const ACCEPTED: readonly Accepted[] = [
  {
    rule: 'IAM5',
    where: ROLE_POLICY,
    why: 'X-Ray knows no resources: its two write actions can only be allowed on `*`. It is the one wildcard.',
  },
  {
    rule: 'LambdaDLQ',
    where: FUNCTION,
    why: 'It asks for a dead-letter queue on every function, also on those that answer their caller. Asynchronous ones have an on-failure destination, which tells more.',
  },
  {
    rule: 'SQS3',
    where: /\/SecureFailureQueues\//,
    why: 'A failure queue is where failed messages end; it has no failure queue of its own.',
  },
  { rule: 'SQSRedrivePolicy', where: /\/SecureFailureQueues\//, why: 'The same.' },
  { rule: 'SQSRedrivePolicy', where: /\/DeadLetters\/Resource$/, why: 'The same, for a FIFO queue.' },
  {
    rule: 'SNSRedrivePolicy',
    where: /\/Spend\/Topic\//,
    why: 'An e-mail subscription takes no dead-letter queue of use: AWS Budgets writes to the address directly as well.',
  },
  {
    rule: 'LambdaEventSourceMappingDestination',
    where: /\/Function\/OnStackOrders\w+\/Resource$/,
    why: 'A mapping of a queue knows no destination: what fails stays in the queue, whose redrive policy keeps it.',
  },
  {
    rule: 'IAMNoInlinePolicy',
    where: ROLE_POLICY,
    why: 'CDK writes grants as inline policies. A role of one function is used once, so a managed policy would be shared by nobody.',
  },
  {
    rule: 'LambdaConcurrency',
    where: FUNCTION,
    why: 'A reservation fails the first deployment in accounts with a quota of 10 or 50, and takes from the others. It is the team’s to declare.',
  },
  {
    rule: 'LambdaInsideVPC',
    where: FUNCTION,
    why: 'A VPC protects nothing that a function without private resources talks to, and costs endpoints or NAT. Pass `vpc` where there is something to reach.',
  },
  {
    rule: 'S3BucketReplicationEnabled',
    where: BUCKET,
    why: 'Replication doubles the cost of storage and is a matter of disaster recovery; versioning is on.',
  },
  {
    rule: 'S3DefaultEncryptionKMS',
    where: LOG_BUCKET,
    why: 'S3 delivers access logs only to buckets with S3’s own encryption.',
  },
  {
    rule: 'APIG6',
    where: UNLOGGED_STAGE,
    why: 'Execution logs hold paths and queries, which are personal data in many APIs; access logs say who did what. `executionLogs: true` switches them on.',
  },
  { rule: 'APIGWExecutionLoggingEnabled', where: UNLOGGED_STAGE, why: 'The same.' },
  {
    rule: 'APIGWCacheEnabledAndEncrypted',
    where: STAGE,
    why: 'It asks for a cache on every stage. One that is not keyed by the caller gives the answer of one user to the next. Where there is a cache, it is encrypted (API-19).',
  },
  {
    rule: 'APIGWSSLEnabled',
    where: STAGE,
    why: 'It asks for a client certificate, by which a backend on the web knows API Gateway. Lambda functions know it by their permission.',
  },
  {
    rule: 'COG4',
    where: /\/(Token|Internal)Api\/Default\/orders\/POST\/Resource$/,
    why: 'It takes no other authorizer than that of a user pool. These routes ask for a signature (IAM), or a token that `JwtAuthorizer` checks.',
  },
  {
    rule: 'APIG3',
    where: INTERNAL_STAGE,
    why: 'A private API is reached from the VPC endpoints that its policy names, and nowhere else.',
  },
  { rule: 'APIGWAssociatedWithWAF', where: INTERNAL_STAGE, why: 'The same.' },
  {
    rule: 'IAM5',
    where: ACCOUNT_ROLE,
    why: 'AWS has one role for the logs of all APIs in an account and region, whatever their groups are called.',
  },
  {
    rule: 'IAMNoInlinePolicy',
    where: ACCOUNT_ROLE,
    why: 'The role is kept when its stack is deleted; a managed policy beside it would go.',
  },
  {
    rule: 'IAM5',
    where: /\/Machine\/Role\/DefaultPolicy\/Resource$/,
    why: 'Neither the log delivery of Step Functions nor X-Ray knows resources: these actions can only be allowed on `*`.',
  },
  {
    rule: 'IAMNoInlinePolicy',
    where: /\/((On)?Schedule\/Role\/DefaultPolicy|Machine\/(Role\/DefaultPolicy|KeyPolicy))\/Resource$/,
    why: 'CDK writes grants as inline policies. A role of one schedule or state machine is used once, so a managed policy would be shared by nobody.',
  },
  {
    rule: 'ASC3',
    where: /\/GraphqlApi\/Resource$/,
    why: 'It asks for verbose content, which is the headers, arguments and results of every request. Requests are logged without it.',
  },
  {
    rule: 'IAMNoInlinePolicy',
    where: /\/GraphqlApi\/\w+(\/ServiceRole)?\/DefaultPolicy\/Resource$/,
    why: 'The role of one data source, or of the logs of one API, is used once, so a managed policy would be shared by nobody.',
  },
  {
    rule: 'EC23',
    where: /\/Network\/EndpointSecretsmanager\/SecurityGroup\/Resource$/,
    why: 'It cannot read a range that is known at deployment only: it is the VPC’s own, on port 443.',
  },
  {
    rule: 'EC2RestrictedCommonPorts',
    where: /\/Network\/EndpointSecretsmanager\/SecurityGroup\/Resource$/,
    why: 'The same.',
  },
  { rule: 'EC2RestrictedSSH', where: /\/Network\/EndpointSecretsmanager\/SecurityGroup\/Resource$/, why: 'The same.' },
  {
    rule: 'KDS3',
    where: /\/Stream\/Resource$/,
    why: 'It wants the key of AWS, for its price. With a key of your own somebody can be kept from personal records who may read the stream; `DataClass.INTERNAL` takes the key of AWS.',
  },
  {
    rule: 'KDF1',
    where: /\/StreamDelivery\/Resource$/,
    why: 'It asks for encryption beside a source, which Firehose refuses: the records are encrypted by the stream they come from.',
  },
  {
    rule: 'IAM5',
    where: /\/(Direct|Stream)Delivery\/Service Role\/DefaultPolicy\/Resource$/,
    why: 'Firehose names objects by the time: its role may put any object, into this one bucket.',
  },
  {
    rule: 'IAMNoInlinePolicy',
    where: /\/((Direct|Stream)Delivery\/Service Role|(Queue|Stream)Pipe\/Role)\/DefaultPolicy\/Resource$/,
    why: 'The role of one delivery stream or pipe is used once, so a managed policy would be shared by nobody.',
  },
  {
    rule: 'IAMNoInlinePolicy',
    where: /\/Network\/FlowLogRole\/DefaultPolicy\/Resource$/,
    why: 'The role of one flow log is used once, so a managed policy would be shared by nobody.',
  },
  {
    rule: 'COG8',
    where: /\/Users\/Resource$/,
    why: 'The Plus plan costs $0.02 for each user of a month. `ThreatProtection.FULL` pays for it; without a word, IDENTITY-07 warns.',
  },
  {
    rule: 'SMG4',
    where: /\/Secret\/Resource$/,
    why: 'Only its owner knows how a secret is changed on both sides. `addRotationSchedule` does it, `rotation` states who does; without a word, SECRET-03 warns.',
  },
  { rule: 'SecretsManagerRotationEnabled', where: /\/Secret\/Resource$/, why: 'The same.' },
  {
    rule: 'CFR3',
    where: SITE,
    why: 'It knows the legacy logging only, which needs a bucket with ACLs. Ours are delivered by standard logging v2 (SITE-10); none in development.',
  },
  {
    rule: 'CFR1',
    where: SITE,
    why: 'Which countries may see a site is its owner’s to say: `geoRestriction`.',
  },
  {
    rule: 'CFR4',
    where: /\/NamelessSite\/Distribution\/Resource$/,
    why: 'Without a domain of one’s own nobody can have a better certificate than CloudFront’s. SITE-03 warns.',
  },
  {
    rule: 'S3DefaultEncryptionKMS',
    where: /\/(Nameless)?Site\/Bucket\/Resource$/,
    why: 'Pages are public. With a key of its own, key, bucket and distribution would have to name one another, which is a circle.',
  },
  {
    rule: 'S1',
    where: LOG_BUCKET,
    why: 'A log bucket whose own access is logged logs without end. Here it takes the logs of a distribution, which cdk-nag does not see.',
  },
  { rule: 'S3BucketLoggingEnabled', where: LOG_BUCKET, why: 'The same.' },
  { rule: 'CFR2', where: SITE, why: 'No web ACL in development: it costs $10 a month.', development: true },
  {
    rule: 'APIG3',
    where: PUBLIC_STAGE,
    why: 'No web ACL in development: it costs $10 a month.',
    development: true,
  },
  { rule: 'APIGWAssociatedWithWAF', where: PUBLIC_STAGE, why: 'The same.', development: true },
  {
    rule: 'DynamoDBInBackupPlan',
    where: TABLE,
    why: 'A backup plan is a matter of the account, like disaster recovery; point-in-time recovery is on.',
  },
  {
    rule: 'DDB3',
    where: TABLE,
    why: 'No point-in-time recovery in development: its data is thrown away with its stack.',
    development: true,
  },
  { rule: 'DynamoDBPITREnabled', where: TABLE, why: 'The same.', development: true },
  {
    rule: 'S1',
    where: /\/Bucket\/Resource$/,
    why: 'No access logs in development: a log bucket is never empty, so the stack could not be removed.',
    development: true,
  },
  { rule: 'S3BucketLoggingEnabled', where: /\/Bucket\/Resource$/, why: 'The same.', development: true },
  {
    rule: 'SecretsManagerUsingKMSKey',
    where: /\/Secret\/Resource$/,
    why: 'Development uses the services’ own keys, unless the class of the secret is said.',
    development: true,
  },
  {
    rule: 'S3DefaultEncryptionKMS',
    where: /\/Bucket\/Resource$/,
    why: 'Development uses the services’ own keys.',
    development: true,
  },
  {
    rule: 'CloudWatchLogGroupEncrypted',
    where:
      /\/((Function|Setter|Bus|Machine|Acl|GraphqlApi|DirectDelivery|StreamDelivery|QueuePipe|StreamPipe)\/Logs|AccessLogs|ExecutionLogs|FlowLogs)\//,
    why: 'Development uses the services’ own keys.',
    development: true,
  },
  {
    rule: 'SNSEncryptedKMS',
    where: /\/Topic\/Resource$/,
    why: 'Development uses the services’ own keys.',
    development: true,
  },
];
