import { verdicts } from '../../support/judging';

const deployment = { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'a', StageName: 'prod' } };
const sam = (Properties: object) => ({
  Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod', ...Properties } },
});
const said = (resources: Record<string, unknown>) =>
  verdicts('API-27', resources, { Transform: 'AWS::Serverless-2016-10-31' });

test.each<[string, Record<string, unknown>, string[]]>([
  ['a stage that SAM adds by itself', sam({}), ['fail Api']],
  ['only the stage that was asked for', sam({ OpenApiVersion: '3.0.1' }), []],
  ['a deployment of one’s own that makes a stage', { Deployment: deployment }, []],
])('API-27: %s', (_, resources, expected) => expect(said(resources)).toEqual(expected));
