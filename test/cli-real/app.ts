/** The app of the command line suite: one weakness each, chosen by the environment. */
import { writeFileSync } from 'fs';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SecureBucket, SecurityGate, Waivers } from '../../lib/index'; // a folder would be resolved to the compiled index.js
import { catalog, fillCatalog } from '../../lib/core/catalog-slot';

const app = new App();
const top = (id = 'Top') => new Stack(app, id);
const clean = (scope: Construct) => new SecureBucket(scope, 'Clean');
const weak = (scope: Construct): CfnBucket => new CfnBucket(scope, 'Weak');

const CASES: Record<string, () => void> = {
  clean: () => void clean(top()),
  weak: () => void weak(top()),
  'weak without enforce': () => {
    const bucket = clean(top());
    (bucket.node.defaultChild as CfnBucket).addPropertyOverride(
      'PublicAccessBlockConfiguration.BlockPublicAcls',
      false,
    );
  },
  'clean beside dirty': () => {
    clean(top('CleanStack'));
    weak(top('DirtyStack'));
  },
  stage: () => void weak(new Stack(new Stage(app, 'Prod'), 'S')),
  'stage beside a clean stack': () => {
    clean(top());
    weak(new Stack(new Stage(app, 'Prod'), 'S'));
  },
  'nested stack': () => void weak(new NestedStack(top(), 'Nested')),
  'crashing rule': () => {
    const [first, ...others] = catalog().rules;
    const check = () => {
      throw new Error('boom');
    };
    fillCatalog({ ...catalog(), rules: [{ ...first, types: ['AWS::S3::Bucket'], check }, ...others] });
    clean(top());
  },
  'unreadable template': () => void clean(top()),
  'raw acknowledgement': () => {
    weak(top());
    Validations.of(app).acknowledge({ id: 'SecurityGate::BUCKET-01', reason: 'because I say so' });
  },
  'empty reason': () => Waivers.of(weak(top())).add({ ruleId: 'BUCKET-01', reason: '' }),
};

const name = process.env.CASE ?? '';
if (!CASES[name]) throw new Error(`no such case: '${name}'`);
if (name === 'unreadable template') {
  const vandalize = (file: string) => ({
    success: true,
    violations: [],
    metadata: { done: String(writeFileSync(file, '{')) },
  });
  Validations.of(app).addPlugins({ name: 'vandal', validate: (context) => vandalize(context.templatePaths[0]) });
}
if (name !== 'weak without enforce') SecurityGate.enforce(app);
CASES[name]();
app.synth();
