import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnResource, Mixins, PropertyInjectors, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { classOf, JUDGES_ONLY, OTHERS, SECURE_RESOURCES, SecureResource } from './secure-resources';
import { RULES_BY_FOLDER } from '../../lib/catalog';
import { Reach, Rule } from '../../lib/core/rule';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityFinding, SecurityGate } from '../../lib/gate/security-gate';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { ENV, newStack } from '../support/judging';

const PROFILES: Readonly<Record<string, SecurityProfile>> = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};
const REASON = 'Nobody but the tests of this law will ever see it.';

const rulesFor = ({ folder, type, hasNeighbours }: SecureResource, reach: Reach): Rule[] =>
  RULES_BY_FOLDER[folder].filter(
    ({ reaches, types }) => reaches.includes(reach) && (!hasNeighbours || types.includes(type)),
  );

/** A stack of its own profile. */
function stackIn(profile: string, flags: Record<string, unknown> = RECOMMENDED_FLAGS): Stack {
  const stack = newStack({ flags: { ...flags, 'aws:cdk:bundling-stacks': [] } }); // nothing is bundled
  PROFILES[profile].applyTo(stack);
  return stack;
}

/** What these rules say below a path, and what the profile did not excuse. */
function open(scope: IConstruct, rules: readonly Rule[], below = ''): string[] {
  const ids = new Set(rules.map(({ id }) => id));
  return found(scope)
    .filter(({ ruleId, status, path }) => ids.has(ruleId) && status !== 'relaxed' && path.startsWith(below))
    .map(({ ruleId, path, got }) => `${ruleId} at ${path}: ${got}`);
}
const blocking = (scope: IConstruct): string[] =>
  found(scope)
    .filter(({ status }) => status === 'blocking')
    .map(({ path, message }) => `${path}: ${message}`);
const found = (scope: IConstruct): SecurityFinding[] => SecurityGate.findingsOf(scope.node.root);

const make = (row: SecureResource, stack: Construct, id: string, props: object = {}): Construct => {
  const Secure = classOf(row, `Secure${row.name}`);
  return completed(row, new Secure(stack, id, { ...row.required, ...props }));
};
const makePlain = (row: SecureResource, stack: Construct, id: string): Construct =>
  completed(row, new row.plain(stack, id, row.required));
function completed({ complete }: SecureResource, made: Construct): Construct {
  complete?.(made);
  return made;
}
const main = (construct: Construct): CfnResource => construct.node.defaultChild as CfnResource;
const logicalIds = (stack: Stack): string[] =>
  Object.entries<any>(templateOf(stack).Resources ?? {})
    .filter(([, { Type }]) => Type !== 'AWS::ApiGateway::Deployment') // a snapshot, named after what it holds
    .map(([id]) => id)
    .sort();
/** What was written in a synthesis that only collects findings. */
function templateOf(stack: Stack): any {
  found(stack);
  return JSON.parse(readFileSync(join((stack.node.root as App).outdir, stack.templateFile), 'utf8'));
}

describe.each(SECURE_RESOURCES.map((row) => [`${row.folder} ${row.name}`, row] as const))('%s', (_, row) => {
  test('the classes that its rules speak of exist', () => {
    const wanted = (['construct', 'blueprint', 'mixin'] as const)
      .filter((reach) => rulesFor(row, reach).length > 0)
      .map((reach) => `Secure${row.name}${{ construct: '', blueprint: 'Blueprint', mixin: 'Mixin' }[reach]}`);
    expect(wanted.filter((name) => classOf(row, name) === undefined)).toEqual([]);
  });

  describe.each(Object.keys(PROFILES))('the construct in %s', (profile) => {
    test('satisfies every rule of its folder that it reaches, and blocks nothing else', () => {
      for (const flags of [RECOMMENDED_FLAGS, {}]) {
        const stack = stackIn(profile, flags);
        make(row, stack, 'It');
        expect(open(stack, rulesFor(row, 'construct'))).toEqual([]);
        expect(blocking(stack)).toEqual([]);
      }
    });
  });

  test('an explicit undefined erases nothing', () => {
    const keys = rulesFor(row, 'construct').flatMap(({ secure }) =>
      Object.keys(secure?.props?.({ scope: newStack(), id: 'It', given: row.required, profile: 'production' }) ?? {}),
    );
    const erased = Object.fromEntries(keys.filter((key) => !(key in row.required)).map((key) => [key, undefined]));
    const [plain, explicit] = [newStack(), newStack()];
    make(row, plain, 'It');
    make(row, explicit, 'It', erased);
    expect(templateOf(explicit)).toEqual(templateOf(plain));
  });

  /** Rules whose secure properties are all there is to say: taking one away breaks them. */
  const exact = rulesFor(row, 'construct').filter(
    ({ secure, check, types }) => secure?.cfn && !check && types.includes(row.type),
  );

  if (exact.length > 0) {
    test.each(exact.map((rule) => [rule.id, rule] as const))(
      "%s is refused once its property is taken away behind the construct's back, and a waiver covers this construct alone",
      (id, rule) => {
        const stack = newStack();
        const [first, second] = [
          make(row, stack, 'First', { waivers: [{ ruleId: id, reason: REASON }] }),
          make(row, stack, 'Second'),
        ];
        for (const one of [first, second]) {
          for (const property of Object.keys(rule.secure!.cfn!({ profile: 'production' })))
            main(one).addPropertyDeletionOverride(property);
        }
        const said = found(stack).filter(({ ruleId }) => ruleId === id);
        const blocks = rule.severity === 'error' ? 'blocking' : 'warning';
        expect(said.map(({ status, path }) => `${status} ${path}`).sort()).toEqual(
          [`${blocks} ${main(second).node.path}`, `waived ${main(first).node.path}`].sort(),
        );
      },
    );
  }

  if (rulesFor(row, 'blueprint').length > 0) {
    test.each(Object.keys(PROFILES))('the blueprint makes its rules hold on a plain one in %s', (profile) => {
      const Blueprint = classOf(row, `Secure${row.name}Blueprint`);
      for (const flags of [RECOMMENDED_FLAGS, {}]) {
        const stack = stackIn(profile, flags);
        PropertyInjectors.of(stack).add(new Blueprint());
        const plain = makePlain(row, stack, 'Plain');
        expect(open(stack, rulesFor(row, 'blueprint'), plain.node.path)).toEqual([]);
      }
    });
    test('the blueprint takes props that are not there, and keeps those that are', () => {
      const Blueprint = classOf(row, `Secure${row.name}Blueprint`);
      const inject = (props: any) => new Blueprint().inject(props, { scope: newStack(), id: 'It' });
      expect(() => inject(undefined)).not.toThrow();
      const given = { ...row.required, removalPolicy: RemovalPolicy.DESTROY };
      expect(inject(given)).toMatchObject(given);
    });
  }

  if (rulesFor(row, 'mixin').length > 0) {
    const mixed: [string, (stack: Stack) => Construct][] = [
      ['a plain L2', (stack) => makePlain(row, stack, 'It')],
      ['a generic resource', (stack) => new CfnResource(stack, 'It', { type: row.type, properties: row.properties })],
      [
        'an L1',
        (stack) => {
          const L1 = main(new row.plain(newStack(), 'It', row.required)).constructor as new (
            ...args: any[]
          ) => CfnResource;
          return new L1(stack, 'It', lowerFirst(row.properties));
        },
      ],
    ];
    test.each(mixed)('the mixin makes its rules hold on %s, and renames nothing', (_name, build) => {
      const Mixin = classOf(row, `Secure${row.name}Mixin`);
      for (const profile of Object.keys(PROFILES)) {
        const [before, after] = [stackIn(profile), stackIn(profile)];
        build(before);
        const it = build(after);
        Mixins.of(it).apply(new Mixin());
        expect(open(after, rulesFor(row, 'mixin'), it.node.path)).toEqual([]);
        expect(logicalIds(after)).toEqual(expect.arrayContaining(logicalIds(before)));
      }
    });
  }
});

function lowerFirst(value: any): any {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(lowerFirst);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerFirst(one)]),
  );
}

describe.each(Object.keys(OTHERS))('what else %s makes', (folder) => {
  test.each(Object.keys(PROFILES))(
    'satisfies every rule that a construct reaches in %s, and blocks nothing else',
    (profile) => {
      for (const flags of [RECOMMENDED_FLAGS, {}]) {
        const stack = stackIn(profile, flags);
        OTHERS[folder].forEach((build) => build(stack));
        const rules = RULES_BY_FOLDER[folder].filter(({ reaches }) => reaches.includes('construct'));
        expect(open(stack, rules)).toEqual([]);
        expect(blocking(stack)).toEqual([]);
      }
    },
  );
});

test('every folder with rules that somebody can make hold is in one of the tables', () => {
  const listed = [...SECURE_RESOURCES.map(({ folder }) => folder), ...Object.keys(OTHERS), ...JUDGES_ONLY];
  expect(Object.keys(RULES_BY_FOLDER).filter((folder) => !listed.includes(folder))).toEqual([]);
});
