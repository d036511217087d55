import { Stack, StackProps } from 'aws-cdk-lib';
import {
  CfnApi,
  CfnAuthorizer,
  CfnStage,
  DomainName,
  HttpApi,
  SecurityPolicy,
  WebSocketApi,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** HTTP and WebSocket APIs as tutorials show them. */
export class InsecureHttpApis extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.shop();
    this.quick();
    this.chat();
  }

  private shop(): void {
    const domainName = new DomainName(this, 'Domain', {
      domainName: 'api.example.com',
      certificate: Certificate.fromCertificateArn(this, 'Certificate', this.certificate()),
      securityPolicy: SecurityPolicy.TLS_1_2,
      mtls: { bucket: Bucket.fromBucketName(this, 'Trust', 'trust'), key: 'store.pem' },
    });
    const api = new HttpApi(this, 'Shop', {
      defaultDomainMapping: { domainName },
      disableExecuteApiEndpoint: false, // HTTP-12
      corsPreflight: { allowOrigins: ['https://*'], allowCredentials: true }, // HTTP-05
    });
    api.addRoutes({
      path: '/orders', // HTTP-01
      integration: new HttpUrlIntegration('Legacy', 'http://legacy.example.com/orders'), // HTTP-11
    });
    new CfnAuthorizer(this, 'Users', {
      apiId: api.apiId,
      name: 'users',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: 'https://login.example.com' }, // HTTP-03
    });
    new CfnAuthorizer(this, 'Visitors', {
      apiId: api.apiId,
      name: 'visitors',
      authorizerType: 'REQUEST',
      authorizerUri: `arn:aws:apigateway:${this.region}:lambda:path/2015-03-31/functions/visitors/invocations`,
      authorizerPayloadFormatVersion: '2.0',
      authorizerResultTtlInSeconds: 3600,
      identitySource: ['$context.routeKey'], // HTTP-18
    });
    const stage = api.defaultStage!.node.defaultChild as CfnStage;
    stage.stageVariables = { databasePassword: 'correct-horse-battery' }; // HTTP-10
  }

  /** Half a line makes an API, and none of what it should have. */
  private quick(): void {
    new CfnApi(this, 'Quick', {
      name: 'quick',
      protocolType: 'HTTP',
      target: 'https://legacy.example.com', // HTTP-02
    });
  }

  private chat(): void {
    const api = new WebSocketApi(this, 'Chat');
    const stage = new WebSocketStage(this, 'ChatStage', {
      webSocketApi: api,
      stageName: 'prod',
      autoDeploy: true,
      throttle: undefined, // HTTP-07
      accessLogSettings: undefined, // HTTP-08
    });
    const resource = stage.node.defaultChild as CfnStage;
    resource.defaultRouteSettings = { dataTraceEnabled: true, loggingLevel: 'INFO' }; // HTTP-09
  }

  private certificate(): string {
    return this.formatArn({ service: 'acm', resource: 'certificate', resourceName: '0a1b2c3d' });
  }
}
