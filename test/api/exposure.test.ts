import { Stack } from 'aws-cdk-lib';
import { EndpointType } from 'aws-cdk-lib/aws-apigateway';
import { IVpcEndpoint, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { AccountPrincipal, AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { build, gatewayOf, logicalIdOf, propertiesOf } from './building';
import { Auth } from '../../lib/api/auth';
import { Exposure } from '../../lib/api/exposure';
import { Owner } from '../../lib/api/owner';
import { blockingIds, newStack } from '../support/judging';

const OWNER = Owner.checkedByHandler('The handler compares the id with the claim');
const ME = { account: '111111111111' };
const OTHER = { account: '222222222222' };

const endpointIn = (stack: Stack, id: string): IVpcEndpoint =>
  new InterfaceVpcEndpoint(stack, id, {
    vpc: (stack.node.tryFindChild('Vpc') as Vpc) ?? new Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false }),
    service: InterfaceVpcEndpointAwsService.APIGATEWAY,
  });

function privateApi() {
  const stack = newStack();
  const [ours, theirs] = [endpointIn(stack, 'Ours'), endpointIn(stack, 'Theirs')];
  const built = build({ exposure: Exposure.private([ours]), waf: undefined }, stack);
  return { ...built, ours: logicalIdOf(ours as any), theirs: logicalIdOf(theirs as any) };
}

describe('a private API', () => {
  const { stack, route, ours, theirs } = privateApi();
  const pool = new UserPool(stack, 'Pool');
  const client = pool.addClient('Web');
  route('GET /signed');
  route('GET /users/{id}/things', { auth: Auth.cognito(pool, { clients: [client] }), owner: OWNER });
  route('GET /pages', { cors: { allowOrigins: ['https://a.example'] } });
  const gateway = gatewayOf(stack);
  const token = { pool: logicalIdOf(pool), client: logicalIdOf(client), use: 'id' as const };
  const user = { method: 'GET', path: '/users/7/things', token };
  const service = { method: 'GET', path: '/signed' };

  test.each<[string, object, 'integration' | number]>([
    ['our account through our endpoint', { ...service, signedBy: ME, sourceVpce: ours }, 'integration'],
    ['our account through another endpoint', { ...service, signedBy: ME, sourceVpce: theirs }, 403],
    ['our account through no endpoint', { ...service, signedBy: ME }, 403],
    ['another account through our endpoint', { ...service, signedBy: OTHER, sourceVpce: ours }, 403],
    ['nobody through our endpoint', { ...service, sourceVpce: ours }, 403],
    ['a user through our endpoint', { ...user, sourceVpce: ours }, 'integration'],
    ['a user through another endpoint', { ...user, sourceVpce: theirs }, 403],
    ['somebody without a token', { ...user, token: undefined, sourceVpce: ours }, 401],
    ['a preflight through our endpoint', { method: 'OPTIONS', path: '/pages', sourceVpce: ours }, 'integration'],
    ['a preflight through another', { method: 'OPTIONS', path: '/pages', sourceVpce: theirs }, 403],
  ])('%s', async (_, request, expected) => {
    expect(await gateway.send(request as any)).toMatchObject({ outcome: expected });
  });

  test('is known to its endpoints, and has no web ACL', () => {
    expect(propertiesOf(stack, 'ApiGateway::RestApi')[0].EndpointConfiguration).toEqual({
      Types: ['PRIVATE'],
      VpcEndpointIds: [{ Ref: ours }],
    });
    expect(propertiesOf(stack, 'WAFv2::WebACLAssociation')).toEqual([]);
  });

  test('takes TLS 1.2 or later, by whatever name its endpoint has', () => {
    expect(propertiesOf(stack, 'ApiGateway::RestApi')[0]).toMatchObject({
      SecurityPolicy: expect.stringMatching(/^SecurityPolicy_TLS13_1_2_/),
      EndpointAccessMode: 'BASIC',
    });
  });

  test('passes its rules', () => expect(blockingIds(stack).filter((id) => id.startsWith('API-'))).toEqual([]));
});

test("somebody else's policy is kept, and closed to other endpoints", async () => {
  const stack = newStack();
  const [ours, theirs] = [endpointIn(stack, 'Ours'), endpointIn(stack, 'Theirs')];
  const policy = new PolicyDocument({
    statements: [
      new PolicyStatement({
        principals: [new AccountPrincipal(OTHER.account)],
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
      }),
    ],
  });
  const { route } = build({ exposure: Exposure.private([ours]), policy }, stack);
  route('GET /a');
  const gateway = gatewayOf(stack);
  const from = (sourceVpce: IVpcEndpoint) => ({
    method: 'GET',
    path: '/a',
    signedBy: OTHER,
    sourceVpce: logicalIdOf(sourceVpce as any),
  });
  expect(await gateway.send(from(ours))).toMatchObject({ outcome: 'integration' });
  expect(await gateway.send(from(theirs))).toMatchObject({ outcome: 403 });
});

test('another account can be let in later', async () => {
  const { stack, api, route, ours } = privateApi();
  route('GET /a');
  api.addToResourcePolicy(
    new PolicyStatement({
      principals: [new AccountPrincipal(OTHER.account)],
      actions: ['execute-api:Invoke'],
      resources: ['execute-api:/*'],
    }),
  );
  const request = { method: 'GET', path: '/a', signedBy: OTHER, sourceVpce: ours };
  expect(await gatewayOf(stack).send(request)).toMatchObject({ outcome: 'integration' });
});

describe('is refused', () => {
  test('a private API without endpoints', () =>
    expect(() => Exposure.private([])).toThrow(
      'API-12: expected a private API to name the VPC endpoints it is reached through, got none',
    ));
  test('a route that knows nobody', () => {
    const { route } = privateApi();
    expect(() => route('GET /a', { auth: Auth.public('It lies in our own network') })).toThrow(
      'API-12: expected GET /a to know its caller, since a network is no identity, got Auth.public on a private API; use Auth.iam',
    );
  });
  test.each([
    ['endpointTypes', { endpointTypes: [EndpointType.REGIONAL] }],
    ['endpointConfiguration', { endpointConfiguration: { types: [EndpointType.PRIVATE] } }],
  ])('%s beside it', (_, props) => {
    const stack = newStack();
    const exposure = Exposure.private([endpointIn(stack, 'Ours')]);
    expect(() => build({ exposure, ...props }, stack)).toThrow(
      'API-12: expected exposure to say where a private API is reached, got endpointTypes or endpointConfiguration too; take them out',
    );
  });
  test('a private API of CDK without a policy, by the gate', () => {
    const { stack, route } = build({ endpointConfiguration: { types: [EndpointType.PRIVATE] } });
    route('GET /a');
    expect(blockingIds(stack)).toContain('API-12');
  });
  test('a policy for everybody, by the gate', () => {
    const { stack, api, route } = build({ endpointConfiguration: { types: [EndpointType.PRIVATE] } });
    route('GET /a');
    api.addToResourcePolicy(
      new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['*'] }),
    );
    expect(blockingIds(stack)).toContain('API-12');
  });
});

test('a public API is regional, and says so', () => {
  const [nothing, said] = [{}, { exposure: Exposure.public() }].map((props) => {
    const { stack, route } = build(props);
    route('GET /a');
    return propertiesOf(stack, 'ApiGateway::RestApi')[0];
  });
  expect(nothing.EndpointConfiguration).toEqual({ Types: ['REGIONAL'] });
  expect(said).toEqual(nothing);
});
