import { App, CfnResource, Mixins, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import {
  AuthorizationType,
  CfnMethod,
  CfnModel,
  Deployment,
  MockIntegration,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { build, Built, deploymentId, gatewayOf, NAME, ORDER } from './building';
import { SecureApiMixin } from '../../lib/api/secure-api-mixin';
import { Gateway } from '../support/gateway';
import { templateOf } from '../function/building';
import { ENV, newStack } from '../support/judging';

const METHOD = 'AWS::ApiGateway::Method';
const MODEL = 'AWS::ApiGateway::Model';
const VALIDATOR = 'AWS::ApiGateway::RequestValidator';
const ANSWER = 'AWS::ApiGateway::GatewayResponse';

/** Where the API may live. */
const PLACES: [string, () => Construct][] = [
  ['a stack', () => newStack()],
  ['a nested stack', () => new NestedStack(newStack(), 'Nested')],
  ['a Stage', () => new Stack(new Stage(new App(), 'Stage'), 'Stack', { env: ENV })],
];

function orders(scope: Construct): Built {
  const built = build({}, scope);
  built.route('POST /orders', { request: { body: ORDER } });
  return built;
}

const part = <T extends CfnResource>({ stack }: Built, type: string): T =>
  stack.node.findAll().find((one): one is T => CfnResource.isCfnResource(one) && one.cfnResourceType === type)!;

const CHANGES: [string, (built: Built) => void][] = [
  ['an override of who may call', (built) => part(built, METHOD).addPropertyOverride('AuthorizationType', 'NONE')],
  ['a property of the L1', (built) => void (part<CfnMethod>(built, METHOD).authorizationType = 'NONE')],
  ['a deleted validator', (built) => part(built, METHOD).addPropertyDeletionOverride('RequestValidatorId')],
  ['an override of a schema', (built) => part(built, MODEL).addPropertyOverride('Schema.additionalProperties', true)],
  ['another schema', (built) => void (part<CfnModel>(built, MODEL).schema = { type: 'object' })],
  [
    'a validator that checks nothing',
    (built) => part(built, VALIDATOR).addPropertyOverride('ValidateRequestBody', false),
  ],
  ['another answer', (built) => part(built, ANSWER).addPropertyOverride('StatusCode', '200')],
  ['a path', (built) => part(built, 'AWS::ApiGateway::Resource').addPropertyOverride('PathPart', 'other')],
  [
    'a statement of the policy',
    ({ api }) =>
      void api.addToResourcePolicy(
        new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['*'] }),
      ),
  ],
  ['TLS', ({ api }) => (api.node.defaultChild as CfnResource).addPropertyOverride('SecurityPolicy', 'TLS_1_0')],
  ['another method', ({ route }) => route('GET /orders')],
  [
    'an L1 of somebody else about the API',
    ({ stack, api }) =>
      void new CfnResource(stack, 'Model', {
        type: MODEL,
        properties: { RestApiId: api.restApiId, Name: 'Late', ContentType: 'application/json', Schema: {} },
      }),
  ],
];

/** A Stage on its own is refused when a change is a finding. */
const HARMLESS = ['a path', 'another answer', 'another method'];

const idAfter = (scope: Construct, change: (built: Built) => void = () => undefined): string => {
  const built = orders(scope);
  change(built);
  return deploymentId(built.stack);
};

test.each(PLACES)('in %s an unchanged API keeps its deployment', (_, place) => {
  const id = idAfter(place());
  expect(id).toMatch(/^ApiDeployment\w+$/);
  expect(idAfter(place())).toBe(id);
});

const before = idAfter(newStack());
/** Without a synthesis, which would come to the same. */
const idNow = ({ stack, api }: Built): string =>
  stack.resolve((api.latestDeployment!.node.defaultChild as CfnResource).logicalId);
test.each(CHANGES)('%s is deployed', (_, change) => {
  const built = orders(newStack());
  change(built);
  expect(idNow(built)).not.toBe(before);
});

test.each(PLACES.slice(1))('so is it in %s', (_, place) => {
  const id = idAfter(place());
  for (const [, change] of CHANGES.filter(([name]) => HARMLESS.includes(name))) {
    expect(idAfter(place(), change)).not.toBe(id);
  }
});

test('the template of a nested stack is uploaded under the name of what it says', () => {
  const urls = [undefined, CHANGES[0][1]].map((change) => {
    const parent = newStack();
    const built = orders(new NestedStack(parent, 'Nested'));
    change?.(built);
    const [nested] = Object.values<any>(templateOf(parent).findResources('AWS::CloudFormation::Stack'));
    return JSON.stringify(nested.Properties.TemplateURL);
  });
  expect(urls[0]).not.toBe(urls[1]);
});

test('what is about something else changes nothing', () => {
  const others: ((built: Built) => void)[] = [
    ({ stack }) => void new CfnResource(stack, 'Model', { type: MODEL, properties: { RestApiId: 'other', Name: 'x' } }),
    ({ stack }) => void new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' }),
    ({ api }) => void api.addClient('Partner'),
    ({ api }) => (api.latestDeployment!.node.defaultChild as CfnResource).addMetadata('note', 'x'),
  ];
  for (const other of others) {
    const built = orders(newStack());
    other(built);
    expect(idNow(built)).toBe(before);
  }
});

test('a part that names its own deployment is no endless loop', () => {
  const id = idAfter(newStack(), ({ stack, api }) => {
    const { deploymentId: own } = api.latestDeployment!;
    new CfnResource(stack, 'Odd', { type: MODEL, properties: { RestApiId: api.restApiId, Description: own } });
  });
  expect(id).toMatch(/^ApiDeployment\w+$/);
});

test('whoever asked early does not keep it from changing', () => {
  const built = orders(newStack());
  expect(idNow(built)).toBe(before);
  CHANGES[0][1](built);
  expect(idNow(built)).not.toBe(before);
  expect(deploymentId(built.stack)).toBe(idNow(built));
});

describe('the live stage', () => {
  const request = { method: 'POST', path: '/orders', body: { name: 'a' } };
  const template = (scope: Stack, change?: (built: Built) => void) => {
    const built = orders(scope);
    change?.(built);
    return { stackName: 'Stack', template: templateOf(built.stack).toJSON() };
  };

  test('closes with an override that closes a method', async () => {
    const open = template(newStack(), CHANGES[0][1]);
    const closed = template(newStack());
    expect(await Gateway.of(open).send(request)).toMatchObject({ outcome: 'integration' });
    expect(await Gateway.updated(open, closed).send(request)).toMatchObject({ outcome: 403 });
  });

  test('would stay open with an API of CDK', async () => {
    const plain = (type: AuthorizationType) => {
      const stack = newStack();
      const api = new RestApi(stack, 'Api', { cloudWatchRole: false });
      const method = api.root.addMethod('POST', new MockIntegration());
      (method.node.defaultChild as CfnMethod).addPropertyOverride('AuthorizationType', type);
      return { stackName: 'Stack', template: templateOf(stack).toJSON() };
    };
    const update = Gateway.updated(plain(AuthorizationType.NONE), plain(AuthorizationType.IAM));
    expect(await update.send({ method: 'POST', path: '/' })).toMatchObject({ outcome: 'integration' });
  });

  test('closes with the mixin on it', async () => {
    const plain = (type: AuthorizationType) => {
      const stack = newStack();
      const api = new RestApi(stack, 'Api', { cloudWatchRole: false });
      Mixins.of(stack).apply(new SecureApiMixin());
      const method = api.root.addMethod('POST', new MockIntegration());
      (method.node.defaultChild as CfnMethod).addPropertyOverride('AuthorizationType', type);
      return { stackName: 'Stack', template: templateOf(stack).toJSON() };
    };
    const update = Gateway.updated(plain(AuthorizationType.NONE), plain(AuthorizationType.IAM));
    expect(await update.send({ method: 'POST', path: '/' })).toMatchObject({ outcome: 403 });
  });
});

test('the deployment waits for all it takes a snapshot of', () => {
  const { stack, route } = build({ cors: { allowOrigins: ['https://a.example'] } });
  route('POST /orders', { request: { body: ORDER } });
  route('GET /orders/{id}', { response: { ...ORDER, properties: { name: NAME } } });
  expect(gatewayOf(stack).undeployed).toEqual([]);
  const all = templateOf(stack).toJSON().Resources;
  const { DependsOn } = all[deploymentId(stack)];
  const needed = Object.keys(all).filter((id) => [METHOD, MODEL, VALIDATOR, ANSWER].includes(all[id].Type));
  expect(needed.filter((id) => !DependsOn.includes(id))).toEqual([]);
});

test('without a stage of its own an API has no deployment either', () => {
  const { stack, api, route } = build({ deploy: false });
  route('GET /a');
  expect(api.latestDeployment).toBeUndefined();
  new Deployment(stack, 'Own', { api });
  expect(deploymentId(stack)).toMatch(/^Own/);
});
