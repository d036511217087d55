import { Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  EndpointAccessMode,
  EndpointType,
  LambdaIntegration,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { newHandler, templateOf } from './building';
import { Auth } from '../../lib/api/auth';
import { SecureApi } from '../../lib/api/secure-api';
import { SecureApiProps } from '../../lib/api/secure-api-props';
import { Waf } from '../../lib/edge/waf';
import { newStack } from '../support/judging';

/** What docs/guides/from-rest-api.md says about an update from one class to the other. */
const stack = () => newStack({ flags: {} });
const resourcesOf = (one: Stack): Record<string, any> => templateOf(one).toJSON().Resources;
const only = (resources: Record<string, any>, type: string): any =>
  Object.values(resources).find(({ Type }) => Type === `AWS::ApiGateway::${type}`).Properties;

const before = (() => {
  const one = stack();
  const api = new RestApi(one, 'Api');
  const orders = api.root.addResource('orders');
  orders.addMethod('GET', new LambdaIntegration(newHandler(one)));
  orders.addResource('{orderId}').addMethod('GET', new LambdaIntegration(newHandler(one, 'Other')));
  return resourcesOf(one);
})();

function after(props: SecureApiProps = {}, byRoutes = false): Record<string, any> {
  const one = stack();
  const waf = Waf.imported('arn:aws:wafv2:us-east-1:111111111111:regional/webacl/own/1');
  const api = new SecureApi(one, 'Api', { waf, ...props });
  const [handler, other] = [newHandler(one), newHandler(one, 'Other')];
  if (byRoutes) {
    api.addRoute('GET /orders', { handler, auth: Auth.iam() });
    api.addRoute('GET /orders/{orderId}', { handler: other, auth: Auth.iam() });
  } else {
    const orders = api.root.addResource('orders');
    orders.addMethod('GET', new LambdaIntegration(handler));
    orders.addResource('{orderId}').addMethod('GET', new LambdaIntegration(other));
  }
  return resourcesOf(one);
}

describe('the class alone', () => {
  const now = after();
  const gone = Object.keys(before).filter((id) => !(id in now));

  test('ids stay, but for the deployment, and the log role that is kept without its stack', () => {
    expect(gone.map((id) => before[id].Type).sort()).toEqual([
      'AWS::ApiGateway::Account',
      'AWS::ApiGateway::Deployment',
      'AWS::IAM::Role',
    ]);
    const left = gone.map((id) => before[id]).filter(({ Type }) => Type !== 'AWS::ApiGateway::Deployment');
    expect(left.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
  });

  test('what callers notice', () => {
    expect(only(before, 'RestApi')).toEqual({ Name: 'Api' });
    expect(only(now, 'RestApi')).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      EndpointAccessMode: 'STRICT',
    });
    expect([before, now].map((one) => only(one, 'Method').AuthorizationType)).toEqual(['NONE', 'AWS_IAM']);
    expect(only(now, 'Stage').MethodSettings).toMatchObject([{ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 }]);
    expect(only(now, 'Method').RequestValidatorId).toBeDefined();
  });
});

test('routes keep the ids of the methods that they take the place of', () => {
  const now = after({}, true);
  const kept = Object.keys(before).filter((id) =>
    /^AWS::ApiGateway::(Method|Resource|RestApi|Stage)$/.test(before[id].Type),
  );
  expect(kept).toHaveLength(6);
  expect(kept.filter((id) => now[id]?.Type !== before[id].Type)).toEqual([]);
});

test('the first update, said in full, changes neither endpoint nor callers', () => {
  const now = after({
    endpointConfiguration: { types: [EndpointType.EDGE] },
    endpointAccessMode: EndpointAccessMode.BASIC,
    defaultMethodOptions: { authorizationType: AuthorizationType.NONE },
    throttle: { rateLimit: 1000, burstLimit: 2000 },
  });
  expect(only(now, 'RestApi')).toEqual({
    Name: 'Api',
    EndpointConfiguration: { Types: ['EDGE'] },
    EndpointAccessMode: 'BASIC',
    SecurityPolicy: 'SecurityPolicy_TLS12_PFS_2025_EDGE',
  });
  expect(only(now, 'Method').AuthorizationType).toBe('NONE');
});
