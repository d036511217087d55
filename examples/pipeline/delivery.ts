import { App, Environment, Stack, StackProps, Tags } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodePipeline, CodePipelineSource, ManualApprovalStep, ShellStep } from 'aws-cdk-lib/pipelines';
import { DataClass, SecureBucket, SecurityGate, Waivers } from 'cdk-secure-serverless';
import { Construct } from 'constructs';
import { ReceiptsStage } from './receipts';

const ENV: Environment = { account: '111111111111', region: 'eu-central-1' };
const CONNECTION = 'arn:aws:codeconnections:eu-central-1:111111111111:connection/11111111-2222-3333-4444-555555555555';

/** The pipeline and everything it deploys, judged as a whole: a finding in the Stage fails the synthesis of both. */
export function addDelivery(app: App): DeliveryStack {
  SecurityGate.enforce(app, { edition: '2026-11', strictWaivers: true });
  return new DeliveryStack(app, 'Delivery', { env: ENV });
}

export class DeliveryStack extends Stack {
  public readonly production: ReceiptsStage;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    // CDK's own artifact bucket has no versions, no access logs, and grants that end in a wildcard
    const artifacts = new SecureBucket(this, 'Artifacts', { dataClass: DataClass.INTERNAL });
    // what CodeBuild and CodePipeline read of a versioned bucket, beside what grantRead allows
    const readVersions = new PolicyStatement({
      actions: ['s3:GetObjectVersion'],
      resources: [artifacts.arnForObjects('*')],
    });
    const readBucket = new PolicyStatement({
      actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
      resources: [artifacts.bucketArn],
    });

    const pipeline = new CodePipeline(this, 'Pipeline', {
      artifactBucket: artifacts,
      codeBuildDefaults: { rolePolicy: [readVersions, readBucket] },
      // without them, each run installs whatever is the latest
      cliVersion: '2.1148.1',
      cdkAssetsCliVersion: '4.7.3',
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.connection('example/receipts', 'main', { connectionArn: CONNECTION }),
        commands: [
          'npm ci',
          'npx cdk synth --quiet', // fails on findings
          'npx cdk-secure-serverless check cdk.out --require-gate', // fails when nobody looked for them
        ],
      }),
    });

    this.production = new ReceiptsStage(this, 'Production', { env: ENV });
    pipeline.addStage(this.production, { pre: [new ManualApprovalStep('Release')] });
    pipeline.buildPipeline();
    for (const statement of [readVersions, readBucket]) pipeline.pipeline.addToRolePolicy(statement);
    // artifacts are code and templates, as in the repository: S3's own key is enough
    Tags.of(pipeline.pipeline).add('data-class', DataClass.INTERNAL);

    // the alternative is selfMutation: false, and a person who deploys every change of the pipeline
    const reason =
      'The pipeline updates itself: it may take the roles that cdk bootstrap made for deployments, as whoever can merge may anyway';
    for (const [ruleId, path] of [
      ['ROLE-02', 'Pipeline/UpdatePipeline/SelfMutation/Role/DefaultPolicy/Resource'],
      ['ROLE-04', 'Pipeline/UpdatePipeline/SelfMutation/Role'],
    ]) {
      Waivers.of(this).add({ ruleId, path, reason, approvedBy: 'platform team' });
    }
  }
}
