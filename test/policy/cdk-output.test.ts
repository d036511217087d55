import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaAction, SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { FlowLogDestination, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { AccountRootPrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Code,
  DockerImageCode,
  DockerImageFunction,
  Function,
  FunctionUrlAuthType,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination as LogsToLambda } from 'aws-cdk-lib/aws-logs-destinations';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { LambdaDestination, SnsDestination, SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { SecurityGate } from '../../lib/gate/security-gate';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { newStack } from '../support/judging';

function resources(flags: Record<string, unknown>) {
  const stack = newStack({ flags });
  return {
    stack,
    fn: new Function(stack, 'Fn', { code: Code.fromInline('x'), handler: 'index.h', runtime: Runtime.NODEJS_22_X }),
    bucket: new Bucket(stack, 'Bucket', {
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
      enforceSSL: true,
    }),
    queue: new Queue(stack, 'Queue', { enforceSSL: true }),
    topic: new Topic(stack, 'Topic', { enforceSSL: true }),
  };
}

const findings = (stack: Stack): string[] =>
  SecurityGate.findingsOf(stack)
    .filter(({ ruleId }) => ruleId.startsWith('POLICY') || ruleId.startsWith('GATE'))
    .map(({ ruleId, path, got }) => `${ruleId} ${path} ${got ?? ''}`);

describe.each([
  ['recommended flags', RECOMMENDED_FLAGS],
  ['no flags', {}],
])("CDK's own policies, with %s", (_, flags) => {
  test('what is right gives no finding', () => {
    const { stack, fn, bucket, queue, topic } = resources(flags);
    bucket.addObjectCreatedNotification(new LambdaDestination(fn));
    bucket.addObjectRemovedNotification(new SqsDestination(queue));
    bucket.addObjectRemovedNotification(new SnsDestination(topic), { prefix: 'a' });
    topic.addSubscription(new LambdaSubscription(fn));
    topic.addSubscription(new SqsSubscription(queue));
    const rule = new Rule(stack, 'Rule', { eventPattern: { source: ['x'] } });
    rule.addTarget(new targets.LambdaFunction(fn, { deadLetterQueue: queue }));
    rule.addTarget(new targets.SnsTopic(topic));
    rule.addTarget(new targets.SqsQueue(queue));
    rule.addTarget(new targets.CloudWatchLogGroup(new LogGroup(stack, 'Events')));
    const authorizer = new apigateway.TokenAuthorizer(stack, 'Authorizer', { handler: fn });
    new apigateway.LambdaRestApi(stack, 'Rest', { handler: fn, defaultMethodOptions: { authorizer } });
    new HttpApi(stack, 'Http', {
      defaultIntegration: new HttpLambdaIntegration('Integration', fn),
      defaultAuthorizer: new HttpLambdaAuthorizer('Authorizer', fn),
    });
    new LogGroup(stack, 'Group').addSubscriptionFilter('Filter', {
      destination: new LogsToLambda(fn),
      filterPattern: FilterPattern.allEvents(),
    });
    new UserPool(stack, 'Users', { lambdaTriggers: { preSignUp: fn } });
    new Secret(stack, 'Secret').denyAccountRootDelete();
    const url = fn.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
    for (const [id, origin] of Object.entries({
      Oac: S3BucketOrigin.withOriginAccessControl(bucket),
      Oai: S3BucketOrigin.withOriginAccessIdentity(bucket),
      Url: FunctionUrlOrigin.withOriginAccessControl(url),
    })) {
      new Distribution(stack, id, { defaultBehavior: { origin } });
    }
    const alarm = new Alarm(stack, 'Alarm', { metric: fn.metricErrors(), evaluationPeriods: 1, threshold: 1 });
    alarm.addAlarmAction(new LambdaAction(fn), new SnsAction(topic));
    new Trail(stack, 'Trail');
    const vpc = new Vpc(stack, 'Vpc');
    vpc.addFlowLog('Flows', { destination: FlowLogDestination.toS3(new Bucket(stack, 'FlowLogs')) });
    new ApplicationLoadBalancer(stack, 'Balancer', { vpc }).logAccessLogs(bucket);
    const image = DockerImageCode.fromEcr(new Repository(stack, 'Repository'));
    new DockerImageFunction(stack, 'Image', { code: image });
    new BucketDeployment(stack, 'Deployment', { destinationBucket: bucket, sources: [Source.data('a', 'b')] });
    new Bucket(stack, 'Inventory', { inventories: [{ destination: { bucket } }] });
    new EventBus(stack, 'Bus').grantPutEventsTo(new AccountRootPrincipal(), 'Own');
    fn.addPermission('Own', { principal: new AccountRootPrincipal() });
    // advice, no demand
    expect(findings(stack)).toEqual([
      'POLICY-09 Stack/Fn/Own every identity of the account',
      'POLICY-10 Stack/Bucket/Policy/Resource delivery.logs.amazonaws.com without a source condition',
      'POLICY-10 Stack/Trail/S3/Policy/Resource cloudtrail.amazonaws.com without a source condition',
    ]);
  });

  test('what anybody can misuse is found', () => {
    const { stack, fn, topic } = resources(flags);
    new Secret(stack, 'Secret').addRotationSchedule('Schedule', { rotationLambda: fn });
    new ApplicationLoadBalancer(stack, 'Balancer', { vpc: new Vpc(stack, 'Vpc') })
      .addListener('Listener', { port: 80, open: false })
      .addTargets('Targets', { targets: [new LambdaTarget(fn)] });
    new Trail(stack, 'Trail', { snsTopic: topic });
    fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    topic.grantPublish(new AccountRootPrincipal());
    expect(
      findings(stack)
        .map((one) => one.replace(/Stack\/Fn\/Invoke\S{5,}=/, 'Fn'))
        .sort(),
    ).toEqual([
      'POLICY-01 Stack/Fn/invoke-function principal *',
      'POLICY-01 Stack/Fn/invoke-function-url principal *',
      'POLICY-03 Fn elasticloadbalancing.amazonaws.com without a source condition',
      'POLICY-03 Fn secretsmanager.amazonaws.com without a source condition',
      'POLICY-03 Stack/Topic/Policy/Resource cloudtrail.amazonaws.com without a source condition',
      'POLICY-10 Stack/Trail/S3/Policy/Resource cloudtrail.amazonaws.com without a source condition',
    ]);
  });
});
