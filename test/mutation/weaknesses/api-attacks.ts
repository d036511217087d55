import { Aspects, CfnResource, Mixins, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  CfnBasePathMapping,
  CfnDeployment,
  CfnDomainName,
  CfnMethod,
  CfnRestApi,
  CfnStage,
  Deployment,
  LambdaIntegration,
  MethodLoggingLevel,
  MockIntegration,
  RequestValidator,
  SecurityPolicy,
  Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { childOf } from './table';
import { SecureApi } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

export const apiOf = (stack: Stack) => childOf<SecureApi>(stack, 'Api');
const idOf = (stack: Stack) => apiOf(stack).restApiId;
const handlerOf = (stack: Stack) => childOf<IFunction>(stack, 'Handler');
const certificateIn = (stack: Stack) =>
  Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111111111111:certificate/a');
const LIMITED = { httpMethod: '*', resourcePath: '/*', throttlingRateLimit: 5, throttlingBurstLimit: 5 };

/** Separate resources, escape hatches and code that visits the tree. */
export const API_ATTACKS: Attack[] = [
  {
    name: 'a method of our API by a separate L1, open',
    apply: (stack) =>
      new CfnMethod(stack, 'X', {
        restApiId: idOf(stack),
        resourceId: apiOf(stack).restApiRootResourceId,
        httpMethod: 'GET',
        authorizationType: 'NONE',
        integration: { type: 'MOCK' },
      }),
  },
  {
    name: 'a method of our API by a generic resource, without a validator',
    apply: (stack) =>
      new CfnResource(stack, 'X', {
        type: 'AWS::ApiGateway::Method',
        properties: {
          RestApiId: idOf(stack),
          ResourceId: apiOf(stack).restApiRootResourceId,
          HttpMethod: 'GET',
          AuthorizationType: 'AWS_IAM',
        },
      }),
  },
  {
    name: 'an open method through the L2',
    apply: (stack) =>
      apiOf(stack).root.addMethod('GET', new MockIntegration(), { authorizationType: AuthorizationType.NONE }),
  },
  { name: 'a proxy for everything through the L2', apply: (stack) => apiOf(stack).root.addProxy() },
  {
    name: 'a preflight that reaches a function',
    apply: (stack) =>
      apiOf(stack).root.addMethod('OPTIONS', new LambdaIntegration(handlerOf(stack)), {
        authorizationType: AuthorizationType.NONE,
      }),
  },
  {
    name: 'any origin with credentials',
    apply: (stack) =>
      apiOf(stack)
        .root.addResource('x')
        .addCorsPreflight({ allowOrigins: ['*'], allowCredentials: true }),
  },
  {
    name: 'a validator that checks nothing',
    apply: (stack) => {
      const validator = new RequestValidator(stack, 'X', { restApi: apiOf(stack) });
      (resourcesOf(stack, 'AWS::ApiGateway::Method', 'GET')[0] as CfnMethod).requestValidatorId =
        validator.requestValidatorId;
    },
  },
  {
    name: 'a second stage without limits, on the same deployment',
    apply: (stack) =>
      new CfnStage(stack, 'X', {
        restApiId: idOf(stack),
        deploymentId: apiOf(stack).latestDeployment!.deploymentId,
        stageName: 'open',
      }),
  },
  {
    name: 'a second stage through the L2',
    apply: (stack) => new Stage(stack, 'X', { deployment: apiOf(stack).latestDeployment!, stageName: 'open' }),
  },
  {
    name: 'a deployment that makes a stage on the side',
    apply: (stack) => new CfnDeployment(stack, 'X', { restApiId: idOf(stack), stageName: 'open' }),
  },
  {
    name: 'a deployment on the side that waits for no method',
    apply: (stack) => new CfnDeployment(stack, 'X', { restApiId: idOf(stack) }),
  },
  {
    name: 'the stage moved to a deployment of its own, with a data trace',
    apply: (stack) => {
      const deployment = new Deployment(stack, 'X', { api: apiOf(stack) });
      new Stage(stack, 'Y', {
        deployment,
        stageName: 'traced',
        dataTraceEnabled: true,
        loggingLevel: MethodLoggingLevel.INFO,
      });
    },
  },
  {
    name: 'limits for all methods through the L1, and none for one',
    apply: (stack) => {
      (resourcesOf(stack, 'AWS::ApiGateway::Stage')[0] as CfnStage).methodSettings = [
        LIMITED,
        { httpMethod: 'GET', resourcePath: '/~1orders', metricsEnabled: true },
      ];
    },
  },
  {
    name: 'the policy opened by an override',
    apply: (stack) =>
      (apiOf(stack).node.defaultChild as CfnRestApi).addPropertyOverride('Policy', {
        Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: '*' }],
      }),
  },
  {
    name: 'the policy opened through the L2',
    apply: (stack) =>
      apiOf(stack).addToResourcePolicy(
        new PolicyStatement({
          principals: [new AnyPrincipal()],
          actions: ['execute-api:Invoke'],
          resources: ['execute-api:/*'],
        }),
      ),
  },
  {
    name: 'a domain name that takes TLS 1.0, through the L2',
    apply: (stack) =>
      apiOf(stack).addDomainName('X', {
        domainName: 'api.example.com',
        certificate: certificateIn(stack),
        securityPolicy: SecurityPolicy.TLS_1_0,
      }),
  },
  {
    name: 'a domain name that says nothing about TLS, by L1s',
    apply: (stack) => {
      const { ref } = new CfnDomainName(stack, 'X', { domainName: 'api.example.com' });
      new CfnBasePathMapping(stack, 'Y', { domainName: ref, restApiId: idOf(stack) });
    },
  },
  {
    name: 'the API imported anew from an open definition',
    apply: (stack) =>
      ((apiOf(stack).node.defaultChild as CfnRestApi).body = {
        swagger: '2.0',
        paths: { '/open': { get: { responses: {} } } },
      }),
  },
  {
    name: 'an aspect that opens every method',
    apply: (stack) =>
      Aspects.of(stack).add({
        visit: (node: IConstruct) => void (node instanceof CfnMethod && (node.authorizationType = 'NONE')),
      }),
  },
  {
    name: 'a mixin that takes the limits from every stage',
    apply: (stack) =>
      void Mixins.of(stack).apply({
        supports: (one: IConstruct) => one instanceof CfnStage,
        applyTo: (one: IConstruct) => void ((one as CfnStage).methodSettings = undefined),
      }),
  },
  {
    name: 'the validator removed from the tree, and the methods without one',
    apply: (stack) => {
      apiOf(stack).node.tryRemoveChild('Validator');
      for (const one of resourcesOf(stack, 'AWS::ApiGateway::Method'))
        one.addPropertyDeletionOverride('RequestValidatorId');
    },
  },
  {
    name: 'the web ACL taken away',
    apply: (stack) => void apiOf(stack).node.tryRemoveChild('WebAcl'),
  },
  {
    name: 'the log group of execution logs removed from the tree',
    apply: (stack) => {
      apiOf(stack).node.tryRemoveChild('ExecutionLogs');
      for (const one of resourcesOf(stack, 'AWS::ApiGateway::Stage')) one.addDeletionOverride('DependsOn');
    },
  },
];
