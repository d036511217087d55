/** A way to more than the role was given. */
export interface Escalation {
  readonly gives: string;
  readonly actions: readonly string[];
  /** Only when the statement names no resource. */
  readonly onlyOpen?: boolean;
  /** Not when the resource is the caller himself: `user/${aws:username}`. */
  readonly notOnSelf?: boolean;
  /** Condition keys that take the power away; with a slash at its end, whatever comes behind it. */
  readonly unless?: readonly string[];
}

const all = (service: string, names: string): string[] => names.split(' ').map((name) => `${service}:${name}`);

/** Each of these alone is enough: whoever runs as the role can grant himself the rest. */
export const ESCALATIONS: readonly Escalation[] = [
  {
    gives: 'writes IAM policies',
    actions: all(
      'iam',
      'CreatePolicyVersion SetDefaultPolicyVersion PutRolePolicy PutUserPolicy PutGroupPolicy AttachRolePolicy ' +
        'AttachUserPolicy AttachGroupPolicy DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary ' +
        'PutRolePermissionsBoundary PutUserPermissionsBoundary',
    ),
    unless: ['iam:permissionsboundary', 'iam:policyarn'],
  },
  {
    gives: 'becomes another identity',
    actions: all(
      'iam',
      'UpdateAssumeRolePolicy CreateAccessKey CreateLoginProfile UpdateLoginProfile AddUserToGroup ' +
        'CreateServiceSpecificCredential ResetServiceSpecificCredential UploadSigningCertificate UpdateSAMLProvider',
    ),
    notOnSelf: true,
  },
  {
    gives: 'gives people permission sets',
    actions: [
      ...all(
        'sso',
        'PutInlinePolicyToPermissionSet AttachManagedPolicyToPermissionSet CreateAccountAssignment ' +
          'AttachCustomerManagedPolicyReferenceToPermissionSet DeletePermissionsBoundaryFromPermissionSet',
      ),
      'identitystore:CreateGroupMembership',
    ],
  },
  { gives: 'takes any role', actions: ['sts:AssumeRole'], onlyOpen: true },
  { gives: 'becomes root of another account', actions: ['sts:AssumeRoot'] },
  {
    gives: 'runs its own code with the role of another function',
    actions: ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
  },
  {
    gives: 'opens a function to others',
    actions: all(
      'lambda',
      'AddPermission PutResourcePolicy CreateFunctionUrlConfig UpdateFunctionUrlConfig AddLayerVersionPermission',
    ),
  },
  {
    gives: 'rewrites who may come in',
    actions: [
      ...all('s3', 'PutBucketPolicy PutBucketAcl PutAccessPointPolicy PutBucketPublicAccessBlock'),
      ...all('s3', 'PutAccountPublicAccessBlock'),
      'kms:PutKeyPolicy',
      'secretsmanager:PutResourcePolicy',
      'dynamodb:PutResourcePolicy',
      'kinesis:PutResourcePolicy',
      'events:PutPermission',
      ...all('ecr', 'SetRepositoryPolicy PutRegistryPolicy'),
      'elasticfilesystem:PutFileSystemPolicy',
      'backup:PutBackupVaultAccessPolicy',
      ...all('codeartifact', 'PutDomainPermissionsPolicy PutRepositoryPermissionsPolicy'),
      'apigateway:UpdateRestApiPolicy',
      ...all('sqs', 'AddPermission SetQueueAttributes'),
      ...all('sns', 'AddPermission SetTopicAttributes'),
      ...all('eks', 'CreateAccessEntry AssociateAccessPolicy'),
    ],
  },
  {
    gives: 'shares data with other accounts',
    actions: [
      ...all('ram', 'CreateResourceShare AssociateResourceShare'),
      ...all('ec2', 'ModifySnapshotAttribute ModifyImageAttribute'),
      ...all('rds', 'ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute'),
      'ssm:ModifyDocumentPermission',
    ],
    onlyOpen: true,
  },
  { gives: 'shares a key', actions: ['kms:CreateGrant'], unless: ['kms:grantisforawsresource'] },
  {
    gives: 'runs commands on any machine',
    actions: [
      ...all('ssm', 'SendCommand StartSession StartAutomationExecution CreateAssociation UpdateAssociation'),
      'ecs:ExecuteCommand',
      ...all('ec2-instance-connect', 'SendSSHPublicKey SendSerialConsoleSSHPublicKey'),
      'ec2:ModifyInstanceAttribute',
    ],
    onlyOpen: true,
    unless: ['ssm:resourcetag/', 'aws:resourcetag/', 'ec2:resourcetag/'],
  },
  {
    gives: 'changes what any workload runs, as the role that it has',
    actions: [
      ...all('cloudformation', 'UpdateStack ExecuteChangeSet UpdateStackSet'),
      ...all('glue', 'UpdateJob UpdateDevEndpoint'),
      'codebuild:UpdateProject',
      'states:UpdateStateMachine',
      'datapipeline:PutPipelineDefinition',
      ...all('sagemaker', 'CreatePresignedNotebookInstanceUrl CreatePresignedDomainUrl'),
      ...all('sagemaker', 'CreateNotebookInstanceLifecycleConfig UpdateNotebookInstanceLifecycleConfig'),
    ],
    onlyOpen: true,
    unless: ['aws:resourcetag/'],
  },
];

/** With `iam:PassRole` on every role, each of these runs code of the caller's choice as any role that the service may take. */
export interface RunsAsPassedRole {
  /** To whom the role is passed, for a condition on `iam:PassedToService`. */
  readonly services: readonly string[];
  readonly actions: readonly string[];
}

const run = (services: string, prefix: string, names: string): RunsAsPassedRole => ({
  services: services.split(' ').map((name) => `${name}.amazonaws.com`),
  actions: all(prefix, names),
});

export const RUNS_AS_PASSED_ROLE: readonly RunsAsPassedRole[] = [
  run('lambda', 'lambda', 'CreateFunction'),
  run('ecs-tasks', 'ecs', 'RunTask StartTask RegisterTaskDefinition CreateService UpdateService CreateTaskSet'),
  run('ec2', 'ec2', 'RunInstances RequestSpotInstances RequestSpotFleet CreateFleet CreateLaunchTemplate'),
  run('ec2', 'ec2', 'CreateLaunchTemplateVersion AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation'),
  run('ec2', 'autoscaling', 'CreateLaunchConfiguration CreateAutoScalingGroup UpdateAutoScalingGroup'),
  run('states', 'states', 'CreateStateMachine UpdateStateMachine'),
  run('cloudformation', 'cloudformation', 'CreateStack UpdateStack CreateChangeSet CreateStackSet UpdateStackSet'),
  run('codebuild', 'codebuild', 'CreateProject UpdateProject'),
  run('codepipeline', 'codepipeline', 'CreatePipeline UpdatePipeline'),
  run('codedeploy', 'codedeploy', 'CreateDeploymentGroup UpdateDeploymentGroup'),
  run('events', 'events', 'PutTargets'),
  run('scheduler', 'scheduler', 'CreateSchedule UpdateSchedule'),
  run('pipes', 'pipes', 'CreatePipe UpdatePipe'),
  run('glue', 'glue', 'CreateJob UpdateJob CreateDevEndpoint CreateSession'),
  run('databrew', 'databrew', 'CreateRecipeJob UpdateRecipeJob CreateProfileJob'),
  run('sagemaker', 'sagemaker', 'CreateNotebookInstance CreateTrainingJob CreateProcessingJob CreateTransformJob'),
  run('sagemaker', 'sagemaker', 'CreateHyperParameterTuningJob CreateAutoMLJob CreateModel CreateDomain'),
  run(
    'sagemaker',
    'sagemaker',
    'CreateUserProfile UpdateUserProfile CreatePipeline UpdatePipeline CreateFlowDefinition',
  ),
  run('datapipeline', 'datapipeline', 'CreatePipeline PutPipelineDefinition'),
  run('batch ecs-tasks ec2', 'batch', 'RegisterJobDefinition CreateComputeEnvironment'),
  run('elasticmapreduce ec2', 'elasticmapreduce', 'RunJobFlow'),
  run('emr-serverless', 'emr-serverless', 'StartJobRun'),
  run('emr-containers', 'emr-containers', 'StartJobRun'),
  run('kinesisanalytics', 'kinesisanalytics', 'CreateApplication UpdateApplication'),
  run('bedrock', 'bedrock', 'CreateAgent UpdateAgent CreateFlow UpdateFlow'),
  run('bedrock-agentcore', 'bedrock-agentcore', 'CreateCodeInterpreter CreateAgentRuntime UpdateAgentRuntime'),
  run('apigateway', 'apigateway', 'POST PUT PATCH'),
  run('appsync', 'appsync', 'CreateDataSource UpdateDataSource'),
  run('ssm', 'ssm', 'StartAutomationExecution RegisterTaskWithMaintenanceWindow CreateActivation'),
  run('iot credentials.iot', 'iot', 'CreateTopicRule ReplaceTopicRule CreateRoleAlias'),
  run('elasticbeanstalk ec2', 'elasticbeanstalk', 'CreateEnvironment UpdateEnvironment'),
  run('tasks.apprunner build.apprunner', 'apprunner', 'CreateService UpdateService'),
  run('amplify', 'amplify', 'CreateApp UpdateApp'),
  run('airflow airflow-env', 'airflow', 'CreateEnvironment UpdateEnvironment'),
  run('lambda synthetics', 'synthetics', 'CreateCanary UpdateCanary'),
  run('fis', 'fis', 'CreateExperimentTemplate UpdateExperimentTemplate'),
  run('imagebuilder', 'imagebuilder', 'CreateImagePipeline CreateInfrastructureConfiguration'),
  run('cognito-identity', 'cognito-identity', 'SetIdentityPoolRoles'),
  run('rolesanywhere', 'rolesanywhere', 'CreateProfile UpdateProfile'),
  run('pods.eks', 'eks', 'CreatePodIdentityAssociation UpdatePodIdentityAssociation'),
  run('eks ec2', 'eks', 'CreateCluster CreateNodegroup'),
];

/** Policies of AWS that hold several of these ways; their text is not in the template. */
export const ADMINISTRATORS =
  /^arn:[^:]*(::[^:]*)?:iam::aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|AWSLambda_FullAccess|AdministratorAccess-[\w-]+)$/;
