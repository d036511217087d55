import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, CfnParameter, CfnResource, Fn, Stack, Stage, Tags } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import {
  GateMode,
  OrganizationRule,
  OrganizationRuleProps,
  ResourceView,
  RuleJudgement,
  RuleSeverity,
  RuleVerdict,
  SecurityGate,
  SecurityGateProps,
  SecurityProfile,
  Waivers,
} from '../../lib';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

const ABOUT = { id: 'ACME-01', types: ['AWS::S3::Bucket'], title: 'buckets name their owner', fix: 'tag them' };

/** The rule of the guide, with a parameter of its own. */
class NameTag extends OrganizationRule {
  constructor(
    private readonly key: string,
    props: Partial<OrganizationRuleProps> = {},
  ) {
    super({ ...ABOUT, ...props });
  }
  public check(resource: ResourceView): RuleJudgement {
    if (resource.tag(this.key) !== undefined) return RuleJudgement.pass();
    if (!resource.knowsTags) return RuleJudgement.unknown('tags only known at deployment', 'Properties.Tags');
    return RuleJudgement.fail(`no tag ${this.key}`, 'Properties.Tags');
  }
}

/** A rule made of a function, to try one thing at a time. */
class Look extends OrganizationRule {
  constructor(
    private readonly look: (resource: ResourceView) => any,
    props: Partial<OrganizationRuleProps> = {},
  ) {
    super({ ...ABOUT, ...props });
  }
  public check(resource: ResourceView): RuleJudgement {
    return this.look(resource);
  }
}

/** Report mode, and only findings of the rules under test: those of ours are not the matter here. */
function judged(props: SecurityGateProps, build: (stack: Stack, app: App) => void, ids = /^(ACME|GATE)-/) {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'gate-')) });
  SecurityGate.enforce(app, props);
  build(new Stack(app, 'S', { env: { account: '111122223333', region: 'eu-west-1' } }), app);
  return SecurityGate.findingsOf(app)
    .filter(({ ruleId }) => ids.test(ruleId))
    .map(({ ruleId, status, path, message }) => ({ ruleId, status, path, message }));
}
const short = (props: SecurityGateProps, build: (stack: Stack, app: App) => void) =>
  judged(props, build).map(({ ruleId, status, path }) => `${ruleId} ${status} ${path}`);

test('fails the synthesis in the words of the rule, beside ours', () => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'gate-')) });
  SecurityGate.enforce(app, { rules: [new NameTag('owner')] });
  new CfnBucket(new Stack(app, 'S'), 'B');
  expect(() => app.synth()).toThrow(/ACME-01/);
  const report = readFileSync(join(app.outdir, 'validation-report.json'), 'utf8');
  expect(report).toContain('expected buckets name their owner, got no tag owner');
  expect(report).toContain('BUCKET-01');
});

describe('what a rule sees', () => {
  test('tags set by CDK, in the rendered template', () => {
    const tagged = (stack: Stack) => Tags.of(new CfnBucket(stack, 'B')).add('owner', 'shop');
    expect(short({ rules: [new NameTag('owner')] }, tagged)).toEqual([]);
    expect(short({ rules: [new NameTag('cost')] }, tagged)).toEqual(['ACME-01 blocking S/B']);
  });
  test('raw resources inside a Stage', () => {
    const build = (_: Stack, app: App) => {
      new CfnResource(new Stack(new Stage(app, 'Prod'), 'T'), 'Raw', { type: 'AWS::S3::Bucket' });
    };
    expect(short({ rules: [new NameTag('owner')] }, build)).toEqual(['ACME-01 blocking Prod/T/Raw']);
  });
  test('values as plain JSON, references in words, unknown values as such', () => {
    const seen: any[] = [];
    const look = new Look((resource) => {
      seen.push([
        resource.logicalId,
        resource.resourceType,
        resource.stackPath,
        resource.constructPath,
        resource.profile,
        resource.account,
        resource.region,
        resource.value('BucketName'),
        resource.isUnknown('BucketName'),
        resource.isSet('BucketName'),
        resource.isSet('Tags'),
        resource.value('VersioningConfiguration.Status'),
        resource.about('AWS::S3::BucketPolicy').map(({ logicalId }) => logicalId),
        resource.follow('LoggingConfiguration.DestinationBucketName')?.logicalId,
      ]);
      return RuleJudgement.pass();
    });
    short({ rules: [look] }, (stack) => {
      const name = new CfnParameter(stack, 'Name').valueAsString;
      const logs = new CfnBucket(stack, 'Logs', { bucketName: `logs-${Aws.REGION}` });
      const bucket = new CfnBucket(stack, 'Data', {
        bucketName: name,
        loggingConfiguration: { destinationBucketName: logs.ref },
        versioningConfiguration: { status: 'Enabled' },
      });
      new CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: { Statement: [] } });
    });
    expect(seen).toEqual([
      ['Logs', 'AWS::S3::Bucket', 'S', 'S/Logs', 'production', '111122223333', 'eu-west-1']
        .concat(['logs-${AWS::Region}'] as any)
        .concat([false, true, false, undefined, [], undefined] as any),
      ['Data', 'AWS::S3::Bucket', 'S', 'S/Data', 'production', '111122223333', 'eu-west-1']
        .concat(['${parameter Name: only known at deployment}'] as any)
        .concat([true, true, false, 'Enabled', ['Policy'], 'Logs'] as any),
    ]);
  });
  test('what it changes in a value, nobody else sees', () => {
    const vandal = new Look((resource) => {
      resource.value('Tags').length = 0;
      return RuleJudgement.pass();
    });
    const rules = [vandal, new NameTag('owner', { id: 'ACME-02' })];
    expect(short({ rules }, (stack) => Tags.of(new CfnBucket(stack, 'B')).add('owner', 'shop'))).toEqual([]);
  });
  test('a path that begins too high is refused, and would else find nothing', () => {
    const high = new Look((one) => (one.value('Properties.BucketName') ? RuleJudgement.fail() : RuleJudgement.pass()));
    const said = judged({ rules: [high] }, (stack) => void new CfnBucket(stack, 'B'));
    expect(said.map(({ message }) => message)).toEqual([expect.stringContaining("leave 'Properties.' out")]);
  });
  test('both ways of a condition', () => {
    const build = (stack: Stack) => {
      const bucket = new CfnBucket(stack, 'B');
      const stage = new CfnParameter(stack, 'Stage', { allowedValues: ['dev', 'prod'] });
      stack.node.addMetadata('x', stage.logicalId);
      bucket.addPropertyOverride('Tags', [{ Key: 'stage', Value: stage.valueAsString }]);
    };
    const noDev = new Look((one) => (one.tag('stage') === 'dev' ? RuleJudgement.fail('dev') : RuleJudgement.pass()));
    expect(short({ rules: [noDev] }, build)).toEqual(['ACME-01 blocking S/B']);
  });
  test('every resource, with the type *', () => {
    const all = new Look(() => RuleJudgement.fail('seen'), { types: ['*'] });
    const build = (stack: Stack) => {
      new CfnBucket(stack, 'B');
      new CfnResource(stack, 'R', { type: 'Some::New::Thing' });
    };
    expect(short({ rules: [all] }, build)).toEqual(['ACME-01 blocking S/B', 'ACME-01 blocking S/R']);
  });
});

describe('verdicts', () => {
  const bucket = (stack: Stack) => void new CfnBucket(stack, 'B');
  const tokens = (stack: Stack) =>
    new CfnBucket(stack, 'B').addPropertyOverride('Tags', Fn.importValue('tags-of-somebody'));
  test('unknown blocks', () =>
    expect(judged({ rules: [new NameTag('owner')] }, tokens)).toEqual([
      expect.objectContaining({
        status: 'blocking',
        message: expect.stringContaining('tags only known at deployment'),
      }),
    ]));
  test('unknown of an assurance warns', () =>
    expect(short({ rules: [new NameTag('owner', { assurance: true })] }, tokens)).toEqual(['ACME-01 warning S/B']));
  test('a warning warns', () =>
    expect(short({ rules: [new NameTag('owner', { severity: RuleSeverity.WARNING })] }, bucket)).toEqual([
      'ACME-01 warning S/B',
    ]));
  test('an assurance is not provided in development', () => {
    const profile = SecurityProfile.development({ accounts: ['111122223333'] });
    expect(short({ profile, rules: [new NameTag('owner', { assurance: true })] }, bucket)).toEqual([
      'ACME-01 relaxed S/B',
    ]);
  });
  test('an older edition does not hold it back', () =>
    expect(short({ edition: '2026-11', rules: [new NameTag('owner')] }, bucket)).toEqual(['ACME-01 blocking S/B']));
  test('enum values are those of the judgement', () =>
    expect([RuleJudgement.pass(), RuleJudgement.fail(), RuleJudgement.unknown()].map(({ verdict }) => verdict)).toEqual(
      [RuleVerdict.PASS, RuleVerdict.FAIL, RuleVerdict.UNKNOWN],
    ));
  test.each<[string, (resource: ResourceView) => any]>([
    ['throws', () => (undefined as any).boom],
    ['answers nothing', () => undefined],
    ['answers a text', () => 'pass'],
    ['answers true', () => true],
  ])('a check that %s blocks everything', (_, look) =>
    expect(short({ rules: [new Look(look)] }, bucket)).toEqual(['GATE-01 blocking ']),
  );
});

describe('waivers and reports', () => {
  const reason = 'scratch data that nobody needs to find again';
  test('by path', () => {
    const build = (stack: Stack) => {
      new CfnBucket(stack, 'B');
      Waivers.of(stack).add({ ruleId: 'ACME-01', path: 'B', reason });
    };
    expect(short({ rules: [new NameTag('owner')] }, build)).toEqual(['ACME-01 waived S/B']);
  });
  test('in enforce, and an unknown id is said', () => {
    const waivers = [{ ruleId: 'ACME-01', path: 'S/B', reason }];
    const bucket = (stack: Stack) => void new CfnBucket(stack, 'B');
    expect(short({ waivers, rules: [new NameTag('owner')] }, bucket)).toEqual(['ACME-01 waived S/B']);
    expect(short({ waivers }, bucket).length).toBe(1);
  });
  test('the record names its id and what is trusted', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'gate-')) });
    const trustedAccounts = ['444455556666'];
    SecurityGate.enforce(app, { mode: GateMode.REPORT, rules: [new NameTag('owner')], trustedAccounts });
    new CfnBucket(new Stack(app, 'S'), 'B');
    app.synth();
    const record = JSON.parse(readFileSync(join(app.outdir, 'security-gate.json'), 'utf8'));
    expect(record).toMatchObject({ ownRules: ['ACME-01'], trustedAccounts });
  });
});

describe('misuse is said at once', () => {
  const make = (props: Partial<OrganizationRuleProps>) => () => new NameTag('owner', props);
  test.each<[Partial<OrganizationRuleProps>, RegExp]>([
    [{ id: 'acme-1' }, /GATE-15: expected the id of a rule to be written like ACME-01, got "acme-1"; do|give/],
    [{ id: '' }, /written like ACME-01/],
    [{ types: [] }, /ACME-01 to name the types/],
    [{ types: ['bucket'] }, /CloudFormation types, got "bucket"/],
    [{ title: '' }, /a title that a reader understands/],
    [{ fix: 'x' }, /a fix that a reader understands/],
  ])('%j', (props, text) => expect(make(props)).toThrow(text));
  const enforce =
    (...rules: any[]) =>
    () =>
      SecurityGate.enforce(new App(), { rules });
  test('an id of ours', () =>
    expect(enforce(new NameTag('x', { id: 'BUCKET-99' }))).toThrow(/GATE-15.*BUCKET-99.*library's/));
  test('an id twice', () => expect(enforce(new NameTag('x'), new NameTag('y'))).toThrow(/GATE-15.*'ACME-01' twice/));
  test('no rule', () => expect(enforce({ id: 'ACME-01' })).toThrow(/GATE-15.*OrganizationRule/));
  test('trusted accounts', () =>
    expect(() => SecurityGate.enforce(new App(), { trustedAccounts: ['123'] })).toThrow(
      /GATE-10.*twelve digits, got '123'/,
    ));
});

describe('trusted accounts', () => {
  const shared = (account: string) => (stack: Stack) => {
    const bucket = new CfnBucket(stack, 'B');
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:role/reader` },
      Action: 's3:GetObject',
      Resource: `${bucket.attrArn}/*`,
    };
    new CfnBucketPolicy(stack, 'P', { bucket: bucket.ref, policyDocument: { Statement: [statement] } });
  };
  const foreign = (trustedAccounts: string[], account: string) =>
    judged({ trustedAccounts }, shared(account), /^POLICY-02$/).map(({ path }) => path);
  test('a stranger is a finding', () => expect(foreign([], '444455556666')).toEqual(['S/P']));
  test('one of ours is none', () => expect(foreign(['444455556666'], '444455556666')).toEqual([]));
  test('the others stay strangers', () => expect(foreign(['444455556666'], '777788889999')).toEqual(['S/P']));
});
