import { CfnResource } from 'aws-cdk-lib';
import { isCaught, nameOf, overridesOf, Victim } from './mutate';
import { AREAS, ATTACK_COUNT, WEAKNESS_COUNT } from './weaknesses';
import { weaknessesOf } from './weaknesses/table';

beforeAll(() => {
  for (const way of ['error', 'warn'] as const) jest.spyOn(console, way).mockImplementation(() => undefined);
});

/** What a deployment is a snapshot of. */
const SERVED = /^AWS::ApiGateway::(RestApi|Resource|Method|Model|Authorizer|RequestValidator|GatewayResponse)$/;

test('there is something to catch', () => {
  process.stdout.write(`template mutations: ${WEAKNESS_COUNT}, attacks: ${ATTACK_COUNT}\n`);
  expect(WEAKNESS_COUNT).toBeGreaterThan(400);
});

describe.each(Object.entries(AREAS))('%s', (_, { build, rows, attacks, harmless, spared = [] }) => {
  let victim: Victim;
  beforeAll(() => void (victim = new Victim(build)));
  afterAll(() => victim.remove());

  test('unharmed, it synthesizes, and has no overrides of its own', () => {
    expect(victim.isBlocked()).toBe(false);
    const own = victim.stack.node.findAll().filter((one): one is CfnResource => CfnResource.isCfnResource(one));
    expect(own.filter((one) => Object.keys(overridesOf(one)).length > 0).map(({ node }) => node.path)).toEqual([]);
  });

  test('the list of properties is the list of what is rendered', () => {
    const rendered = Object.values<any>(victim.template().Resources).flatMap(({ Type, Properties = {} }) =>
      Object.keys(Properties).map((property) => `${Type}.${property}`),
    );
    const listed = new Set(
      [...rows, ...spared.map(([row]) => row)].map(([type, , path]) => `${type}.${path.split('.')[0]}`),
    );
    const isHarmless = (one: string) => one in harmless || `${one.split('.')[0]}.*` in harmless;
    expect([...new Set(rendered)].filter((one) => !listed.has(one) && !isHarmless(one))).toEqual([]);
    const unused = Object.keys(harmless).filter(
      (one) => !rendered.some((other) => other === one || one === `${other.split('.')[0]}.*`),
    );
    expect(unused).toEqual([]);
  });

  test('every property removed or weakened fails the synthesis', () => {
    const survivors = weaknessesOf(rows).filter((one) => !victim.with(one, () => victim.isBlocked()));
    expect(survivors.map(nameOf)).toEqual([]);
    expect(victim.isBlocked()).toBe(false);
  });

  const served = weaknessesOf([...rows, ...spared.map(([row]) => row)]).filter(
    ({ type, path }) => SERVED.test(type) && !path.startsWith('@'),
  );
  if (served.length > 0) {
    test('a weakness in what an API serves is deployed under another id', () => {
      const before = victim.deploymentId();
      const same = served.filter((one) => victim.with(one, () => victim.deploymentId()) === before);
      expect(same.map(nameOf)).toEqual([]);
      expect(victim.deploymentId()).toBe(before);
    });
  }

  if (spared.length > 0) {
    test('what is spared passes indeed, and is said to', () => {
      const blocked = weaknessesOf(spared.map(([row]) => row)).filter((one) =>
        victim.with(one, () => victim.isBlocked()),
      );
      expect(blocked.map(nameOf)).toEqual([]);
    });
  }

  if (attacks.length > 0) {
    test.each(attacks.map((one) => [one.name, one] as const))('caught: %s', (_name, attack) => {
      expect(isCaught(build, attack)).toBe(true);
    });
  }
});
