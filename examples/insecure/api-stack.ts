import { Stack, StackProps } from 'aws-cdk-lib';
import {
  AuthorizationType,
  CfnAuthorizer,
  CfnDeployment,
  CfnMethod,
  CfnRestApi,
  CfnStage,
  CognitoUserPoolsAuthorizer,
  EndpointType,
  HttpIntegration,
  JsonSchemaType,
  LambdaIntegration,
  MethodLoggingLevel,
  MockIntegration,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface InsecureApisProps extends StackProps {
  readonly handler: IFunction;
}

export class InsecureApis extends Stack {
  constructor(scope: Construct, id: string, { handler, ...props }: InsecureApisProps) {
    super(scope, id, props);
    this.publicApi(handler);
    this.internalApi(handler);
    this.handWrittenApi();
    this.firewall();
  }

  private publicApi(handler: IFunction): void {
    const api = new RestApi(this, 'Orders', {
      cloudWatchRole: false,
      endpointTypes: [EndpointType.REGIONAL], // API-08
      deployOptions: {
        stageName: 'prod', // WAF-01
        throttlingRateLimit: undefined, // API-02
        accessLogDestination: undefined, // API-05
        loggingLevel: MethodLoggingLevel.INFO,
        dataTraceEnabled: true, // API-06
        tracingEnabled: false, // API-07
        cachingEnabled: true,
        cacheDataEncrypted: false, // API-19
      },
    });
    const integration = new LambdaIntegration(handler);
    const orders = api.root.addResource('orders');
    orders.addMethod('GET', integration, {
      authorizationType: AuthorizationType.NONE, // API-01
      requestValidator: undefined, // API-03
    });
    const anything = api.addModel('Anything', { schema: { type: JsonSchemaType.OBJECT } }); // API-04
    const customers = new CognitoUserPoolsAuthorizer(this, 'Customers', {
      cognitoUserPools: [new UserPool(this, 'CustomerPool')],
    });
    orders.addMethod('POST', integration, {
      authorizer: customers,
      authorizationScopes: undefined, // API-13
      requestModels: { $default: anything },
    });
    orders.addMethod('PUT', new HttpIntegration('http://legacy.example.com/orders')); // API-23
    orders.addMethod('OPTIONS', this.anyOrigin(), { methodResponses: [{ statusCode: '200' }] });
    const plan = api.addUsagePlan('Partners', { throttle: undefined, quota: undefined }); // API-17
    plan.addApiStage({ stage: api.deploymentStage });
  }

  private anyOrigin(): MockIntegration {
    return new MockIntegration({
      requestTemplates: { 'application/json': '{ "statusCode": 200 }' },
      integrationResponses: [
        {
          statusCode: '200',
          responseParameters: {
            'method.response.header.Access-Control-Allow-Origin': "'*'", // API-11
            'method.response.header.Access-Control-Allow-Credentials': "'true'",
          },
        },
      ],
    });
  }

  /** Private, but with a policy that lets in every network's endpoint. */
  private internalApi(handler: IFunction): void {
    const everybody = new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: ['execute-api:Invoke'],
      resources: ['execute-api:/*'], // API-12
    });
    const api = new RestApi(this, 'Internal', {
      cloudWatchRole: false,
      endpointTypes: [EndpointType.PRIVATE],
      policy: new PolicyDocument({ statements: [everybody] }),
    });
    api.root.addMethod('GET', new LambdaIntegration(handler), { authorizationType: AuthorizationType.IAM });
  }

  /** The stage serves what the deployment saw: a deployment that waits for no method may be of an empty API. */
  private handWrittenApi(): void {
    const api = new CfnRestApi(this, 'HandWritten', { name: 'hand-written' });
    new CfnMethod(this, 'HandWrittenGet', {
      restApiId: api.ref,
      resourceId: api.attrRootResourceId,
      httpMethod: 'GET',
      authorizationType: 'AWS_IAM',
      integration: { type: 'MOCK' },
    });
    new CfnAuthorizer(this, 'HandWrittenUsers', {
      restApiId: api.ref,
      name: 'users',
      type: 'REQUEST',
      authorizerUri: `arn:aws:apigateway:${this.region}:lambda:path/2015-03-31/functions/users/invocations`,
      authorizerResultTtlInSeconds: 300,
      identitySource: 'context.httpMethod,context.path', // API-28
    });
    const deployment = new CfnDeployment(this, 'HandWrittenDeployment', { restApiId: api.ref }); // API-09
    new CfnStage(this, 'HandWrittenStage', {
      restApiId: api.ref,
      deploymentId: deployment.ref,
      stageName: 'prod',
    });
  }

  private firewall(): void {
    const visibilityConfig = { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName: 'firewall' };
    new CfnWebACL(this, 'Firewall', {
      scope: 'REGIONAL', // WAF-04
      defaultAction: { allow: {} },
      visibilityConfig,
      rules: [
        {
          name: 'common',
          priority: 0,
          overrideAction: { count: {} }, // WAF-02
          visibilityConfig,
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' } }, // WAF-03
        },
      ],
    });
  }
}
