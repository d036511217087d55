import { FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isSymbolic } from '../../core/text';
import { RUNTIMES_AS_OF, supportOf } from '../runtimes';

const AT = 'Properties.Runtime';

export const supportedRuntime: Rule<FunctionProps> = {
  id: 'FUNCTION-06',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'AWS supports the runtime of a function, and will for the next 60 days',
  why: 'A deprecated runtime gets no security patches; once its creation is blocked, a lost stack cannot be made again.',
  fix: 'set runtime to the newest of its language, as in Runtime.NODEJS_24_X, and test the code on it',
  topics: ['supply-chain', 'deployability'],
  controls: ['H5', 'FSBP Lambda.2', 'AwsSolutions-L1', 'Serverless-LambdaLatestVersion'],
  migration: 'in-place',
  reaches: ['construct'],
  secure: {
    // for functions whose language is known without it; CDK's own default is Node.js 16 unless a feature flag is set
    props: () => ({ runtime: Runtime.NODEJS_24_X }),
  },
  check: (resource, template) => {
    if (isImage(resource)) return PASS;
    const runtime = resource.get('Runtime');
    if (!isPresent(runtime)) return fail('no Runtime', 'Properties');
    if (isSymbolic(runtime)) return unknown(`Runtime = ${runtime}`, AT);
    const problem = supportOf(String(runtime), template.source.day ?? RUNTIMES_AS_OF);
    return problem === undefined ? PASS : fail(`${runtime}, ${problem}`, AT);
  },
};

/** An image brings its own runtime: the supply chain of the image is judged elsewhere. */
const isImage = (resource: Resource): boolean =>
  resource.get('PackageType') === 'Image' || isPresent(resource.get('Code.ImageUri'));
