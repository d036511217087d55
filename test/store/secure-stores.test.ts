import { STORE_RULES } from '../../lib/store/rules';
import { Assembly } from '../../lib/core/assembly';
import { judge } from '../../lib/core/judge';
import { Rule } from '../../lib/core/rule';
import { SECURE, WEAK_VALUES } from './secure-stores';

const RETAINED = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
/** It has no secure form. */
const ALWAYS_FOUND = 'AWS::ECR::PublicRepository';

function found(rules: readonly Rule[], resource: object): string[] {
  const body = { Resources: { It: resource } };
  const { findings, crashes } = judge(new Assembly([{ file: 't.json', stack: 'Stack', body }]), rules);
  expect(crashes).toEqual([]);
  return findings.filter(({ verdict }) => verdict === 'fail').map(({ ruleId }) => ruleId);
}

/** Every copy of a value with one leaf, or one branch, weakened or taken away. */
function weakened(value: any): any[] {
  if (typeof value !== 'object' || value === null) return WEAK_VALUES.filter((one) => one !== value);
  return Object.keys(value).flatMap((key) => {
    const copies = weakened(value[key]).map((one) => put(value, key, one));
    const without = { ...value };
    delete without[key];
    return Array.isArray(value) ? copies : [...copies, without];
  });
}

function put(value: any, key: string, one: unknown): any {
  if (Array.isArray(value)) return value.map((before, index) => (String(index) === key ? one : before));
  return { ...value, [key]: one };
}

test.each(Object.entries(SECURE))('%s as it should be has no finding', (Type, Properties) => {
  expect(found(STORE_RULES, { Type, Properties, ...RETAINED })).toEqual([]);
});

test('every type that a rule judges is there', () => {
  const types = new Set(STORE_RULES.flatMap((rule) => rule.types));
  expect([...types].filter((type) => !(type in SECURE) && type !== ALWAYS_FOUND)).toEqual([]);
  expect(Object.keys(SECURE).filter((type) => !types.has(type))).toEqual([]);
});

/** The weakness of a cluster lies in its instances, which stand beside it: well-running.test.ts has them. */
const BY_OTHERS = ['RDS', 'DocDB', 'Neptune'].map((service) => `STORE-36 AWS::${service}::DBCluster`);
const pairs = STORE_RULES.flatMap((rule) =>
  rule.types
    .filter((type) => type !== ALWAYS_FOUND && !BY_OTHERS.includes(`${rule.id} ${type}`))
    .map((type) => [rule.id, type, rule] as const),
);
test.each(pairs)('%s finds a weakness of %s', (id, Type, rule) => {
  const stated = { Tags: { 'data-class': 'secret' } };
  const tags = {
    'AWS::EFS::FileSystem': { FileSystemTags: stated.Tags },
    'AWS::Backup::BackupVault': { BackupVaultTags: stated.Tags },
  };
  const Properties = { ...SECURE[Type], ...(id === 'STORE-02' && (tags[Type as keyof typeof tags] ?? stated)) };
  expect(found([rule], { Type, Properties, ...RETAINED })).toEqual([]);
  const versions = [
    ...weakened(Properties).map((one) => ({ Type, Properties: one, ...RETAINED })),
    { Type, Properties: { ...Properties, DeletionProtection: false }, DeletionPolicy: 'Delete' },
    // what is on by default is nowhere in a secure resource
    { Type, Properties: { ...Properties, ClientAuthentication: { Unauthenticated: { Enabled: true } } } },
  ];
  expect(versions.some((one) => found([rule], one).length > 0)).toBe(true);
});
