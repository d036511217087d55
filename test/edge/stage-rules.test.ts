import { api, association, JOINED_ARN, stage, STAGE_ARN } from './templates';
import { Assembly } from '../../lib/core/assembly';
import { judgementOf } from '../../lib/core/judge';
import { judged, ruleOf, verdicts } from '../support/judging';

const OUTSIDE = { Parameters: { Outside: { Type: 'String' } } };
const judge = (resources: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
  verdicts('WAF-01', { Api: api(), Stage: stage(), ...resources }, rest);
const arn = (text: string) => ({ 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}::/restapis/${text}` });

describe('WAF-01 a web ACL stands before a public stage', () => {
  test.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['an edge-optimized API', { Api: api({ EndpointConfiguration: { Types: ['EDGE'] } }) }],
    ['a regional API', { Api: api({ EndpointConfiguration: { Types: ['REGIONAL'] } }) }],
    ['an API that is private and public', { Api: api({ EndpointConfiguration: { Types: ['PRIVATE', 'REGIONAL'] } }) }],
    [
      'an association of a load balancer',
      { A: association('arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/a/b') },
    ],
    ['an association of another API', { Other: api(), A: association(arn('${Other}/stages/${Stage}')) }],
    [
      'an association of another stage',
      { Other: stage({ StageName: 'test' }), A: association(arn('${Api}/stages/${Other}')) },
    ],
    ['an association of a stage of another name', { A: association(arn('${Api}/stages/test')) }],
    ['an association of an API from elsewhere', { A: association(arn('a1b2c3/stages/prod')) }],
    ['an association of the whole API', { A: association(arn('${Api}')) }],
    ['an association without a web ACL', { A: association(STAGE_ARN, { Ref: 'AWS::NoValue' }) }],
  ])('%s: fails', (_, resources) => expect(judge(resources)).toContain('fail Stage'));

  test.each<[string, Record<string, unknown>]>([
    ['by Sub', { A: association(STAGE_ARN) }],
    ['by Join, as CDK writes it', { A: association(JOINED_ARN) }],
    ['with the name of the stage', { A: association(arn('${Api}/stages/prod')) }],
    ['by the id of the API as an attribute', { A: association(arn('${Api.RestApiId}/stages/prod')) }],
    [
      'with a web ACL from elsewhere',
      { A: association(STAGE_ARN, 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/w/1') },
    ],
    ['with a web ACL from a parameter', { A: association(STAGE_ARN, { Ref: 'Outside' }) }],
    ['among others', { Other: api(), B: association(arn('${Other}/stages/prod')), A: association(STAGE_ARN) }],
    ['not needed by a private API', { Api: api({ EndpointConfiguration: { Types: ['PRIVATE'] } }) }],
    [
      'not needed by an API that is private by parameter',
      { Api: api({ Parameters: { endpointConfigurationTypes: 'PRIVATE' } }) },
    ],
  ])('associated %s: passes', (_, resources) => expect(judge(resources, OUTSIDE)).toEqual([]));

  test.each<[string, Record<string, unknown>]>([
    ['a stage from a parameter', { A: association({ Ref: 'Outside' }) }],
    ['a part of the ARN from a parameter', { A: association(arn('${Api}/stages/${Outside}')) }],
    ['an endpoint type from a parameter', { Api: api({ EndpointConfiguration: { Types: [{ Ref: 'Outside' }] } }) }],
    ['an API that is not here', { Stage: stage({ RestApiId: 'a1b2c3' }) }],
  ])('%s: unknown', (_, resources) => expect(judge(resources, OUTSIDE)).toEqual(['unknown Stage']));

  test('an API that is not here, with its association', () =>
    expect(judge({ Stage: stage({ RestApiId: 'a1b2c3' }), A: association(arn('a1b2c3/stages/${Stage}')) })).toEqual(
      [],
    ));

  test('an association that is only made in production', () => {
    const Conditions = { Production: { 'Fn::Equals': [{ Ref: 'Outside' }, 'prod'] } };
    const A = { ...association(), Condition: 'Production' };
    expect(judge({ A }, { ...OUTSIDE, Conditions })).toEqual(['fail Stage']);
  });

  test('a deployment that makes a stage on the side', () => {
    const Deployment = (StageName?: string) => ({
      Type: 'AWS::ApiGateway::Deployment',
      Properties: { RestApiId: { Ref: 'Api' }, ...(StageName && { StageName }) },
    });
    const A = association();
    expect(judge({ A, Deployment: Deployment() })).toEqual([]);
    expect(judge({ A, Deployment: Deployment('side') })).toEqual(['fail Deployment']);
    expect(judge({ A, B: association(arn('${Api}/stages/side')), Deployment: Deployment('side') })).toEqual([]);
  });

  test('in another stack of the app, through an export', () => {
    const home = {
      Resources: { Api: api(), Stage: stage() },
      Outputs: { Arn: { Value: JOINED_ARN, Export: { Name: 'stage-arn' } } },
    };
    const edge = (name: string) => ({ Resources: { A: association({ 'Fn::ImportValue': name }, 'arn:acl') } });
    const verdict = (name: string) => {
      const assembly = new Assembly([
        { file: 'a.json', stack: 'Home', body: home },
        { file: 'b.json', stack: 'Edge', body: edge(name) },
      ]);
      return judgementOf(ruleOf('WAF-01'), assembly.ofType('AWS::ApiGateway::Stage')[0]).verdict;
    };
    expect(verdict('stage-arn')).toBe('pass');
    expect(verdict('another-export')).toBe('unknown');
  });

  test.each(['development', 'production', 'regulated'] as const)('in %s', (profile) => {
    const [finding] = judged({ Api: api(), Stage: stage() }, {}, { profile }).filter(
      ({ ruleId }) => ruleId === 'WAF-01',
    );
    expect(finding.weight).toBe(profile === 'development' ? 'relaxed' : 'blocking');
  });
});
