/** A way to more than the role was given. */
export interface Escalation {
  readonly gives: string;
  readonly actions: readonly string[];
  /** Only when the statement names no resource. */
  readonly onlyOpen?: boolean;
  /** Condition keys that take the power away. */
  readonly unless?: readonly string[];
}

const iam = (names: string): string[] => names.split(' ').map((name) => `iam:${name}`);

/** Each of these alone is enough: whoever runs as the role can grant himself the rest. */
export const ESCALATIONS: readonly Escalation[] = [
  {
    gives: 'writes IAM policies',
    actions: iam(
      'CreatePolicyVersion SetDefaultPolicyVersion PutRolePolicy PutUserPolicy PutGroupPolicy AttachRolePolicy ' +
        'AttachUserPolicy AttachGroupPolicy DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary',
    ),
    unless: ['iam:permissionsboundary', 'iam:policyarn'],
  },
  {
    gives: 'becomes another identity',
    actions: iam('UpdateAssumeRolePolicy CreateAccessKey CreateLoginProfile UpdateLoginProfile AddUserToGroup'),
  },
  { gives: 'takes any role', actions: ['sts:AssumeRole'], onlyOpen: true },
  {
    gives: 'runs its own code with the role of another function',
    actions: ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
  },
  {
    gives: 'opens a function to others',
    actions: ['lambda:AddPermission', 'lambda:CreateFunctionUrlConfig', 'lambda:UpdateFunctionUrlConfig'],
  },
  {
    gives: 'rewrites who may come in',
    actions: [
      's3:PutBucketPolicy',
      'kms:PutKeyPolicy',
      'secretsmanager:PutResourcePolicy',
      'dynamodb:PutResourcePolicy',
      'ecr:SetRepositoryPolicy',
      'sqs:AddPermission',
      'sqs:SetQueueAttributes',
      'sns:AddPermission',
      'sns:SetTopicAttributes',
    ],
  },
  { gives: 'shares a key', actions: ['kms:CreateGrant'], unless: ['kms:grantisforawsresource'] },
  { gives: 'runs commands on any machine', actions: ['ssm:SendCommand', 'ssm:StartSession'], onlyOpen: true },
];

/** With `iam:PassRole` on every role, each of these runs code of the caller's choice as any of them. */
export const RUNS_AS_PASSED_ROLE: readonly string[] = [
  'lambda:CreateFunction',
  'ecs:RunTask',
  'ecs:RegisterTaskDefinition',
  'ecs:CreateService',
  'ecs:UpdateService',
  'ec2:RunInstances',
  'states:CreateStateMachine',
  'states:UpdateStateMachine',
  'cloudformation:CreateStack',
  'cloudformation:UpdateStack',
  'cloudformation:CreateChangeSet',
  'codebuild:CreateProject',
  'codebuild:UpdateProject',
  'codepipeline:CreatePipeline',
  'codepipeline:UpdatePipeline',
  'events:PutTargets',
  'scheduler:CreateSchedule',
  'scheduler:UpdateSchedule',
  'pipes:CreatePipe',
  'pipes:UpdatePipe',
  'glue:CreateJob',
  'glue:UpdateJob',
  'glue:CreateDevEndpoint',
  'sagemaker:CreateNotebookInstance',
  'sagemaker:CreateTrainingJob',
  'sagemaker:CreateProcessingJob',
  'datapipeline:CreatePipeline',
  'bedrock-agentcore:CreateCodeInterpreter',
];

/** Policies of AWS that hold several of these ways; their text is not in the template. */
export const ADMINISTRATORS =
  /^arn:[^:]*(::[^:]*)?:iam::aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|AWSLambda_FullAccess|AdministratorAccess-[\w-]+)$/;
