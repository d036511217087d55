import type { StackTemplate } from './template-values';

/** Small hand-written REST APIs to try the evaluator on. */
export type Resources = Record<string, { Type: string; DependsOn?: string[]; Properties?: Record<string, any> }>;

const API = { RestApiId: { Ref: 'Api' } };
const uriOf = (id: string) => ({
  'Fn::Join': [
    '',
    ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': [id, 'Arn'] }, '/invocations'],
  ],
});

/** An API with these methods (`POST /orders` → properties over open ones), a deployment that waits for them, a stage. */
export function apiTemplate(
  methods: Record<string, Record<string, any>>,
  { api = {}, stage = {}, more = {} }: { api?: object; stage?: object; more?: Resources } = {},
): StackTemplate {
  const Resources: Resources = {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: api },
    Handler: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { API: { Ref: 'Api' } } } } },
    Permission: permission('Handler', '*'),
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { ...API, StageName: 'prod', DeploymentId: { Ref: 'Deployment' }, ...stage },
    },
  };
  const names = Object.entries(methods).map(([route, properties]) => addMethod(Resources, route, properties));
  Resources.Deployment = { Type: 'AWS::ApiGateway::Deployment', DependsOn: names, Properties: API };
  return { stackName: 'Stack', template: { Resources: { ...Resources, ...more } } };
}

/** Lets API Gateway invoke a function, as the stage, verb and path of the API say. */
export function permission(functionId: string, what: string): Resources[string] {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [functionId, 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${what}` },
    },
  };
}

export function lambdaAuthorizer(properties: object = {}): Resources {
  return {
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        ...API,
        Type: 'REQUEST',
        AuthorizerUri: uriOf('Guard'),
        IdentitySource: 'method.request.header.Authorization',
        AuthorizerResultTtlInSeconds: 0,
        ...properties,
      },
    },
    Guard: { Type: 'AWS::Lambda::Function', Properties: {} },
    GuardPermission: permission('Guard', 'authorizers/*'),
  };
}

export function cognitoAuthorizer(properties: object = {}): Resources {
  return {
    Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    OtherPool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        ...API,
        Type: 'COGNITO_USER_POOLS',
        IdentitySource: 'method.request.header.Authorization',
        ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }],
        ...properties,
      },
    },
  };
}

export function own(type: string, properties: object): Resources[string] {
  return { Type: `AWS::ApiGateway::${type}`, Properties: { ...API, ...properties } };
}

export const statements = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

function addMethod(resources: Resources, route: string, properties: object): string {
  const [verb = '', path = ''] = route.split(' ');
  let parent: object = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
  let name = '';
  for (const part of path.split('/').filter((one) => one !== '')) {
    name += part.replace(/\W/g, (sign) => (sign === '+' ? 'Plus' : ''));
    resources[`R${name}`] = own('Resource', { PathPart: part, ParentId: parent });
    parent = { Ref: `R${name}` };
  }
  const id = `${verb}${name}`;
  resources[id] = own('Method', {
    HttpMethod: verb,
    ResourceId: parent,
    AuthorizationType: 'NONE',
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uriOf('Handler') },
    ...properties,
  });
  return id;
}
