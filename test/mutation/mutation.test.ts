import { Template } from 'aws-cdk-lib/assertions';
import { newStack } from '../support/judging';
import { isCaught, nameOf, weaken } from './mutate';
import { ATTACKS, BUILD, buildFor, WEAKNESSES } from './weaknesses';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

test('unharmed, it synthesizes', () => expect(isCaught(BUILD, () => undefined)).toBe(false));

test('every property removed or weakened fails the synthesis', () => {
  const survivors = WEAKNESSES.filter((one) => !isCaught(buildFor(one), (stack) => weaken(stack, one)));
  const { length } = WEAKNESSES;
  expect(length).toBeGreaterThan(150);
  process.stdout.write(`template mutations caught: ${length - survivors.length} of ${length}\n`);
  expect(survivors.map(nameOf)).toEqual([]);
});

test.each(ATTACKS.map((one) => [one.name, one] as const))('caught: %s', (_, { apply }) => {
  expect(isCaught(BUILD, apply)).toBe(true);
});

/** What the constructs render and no weakening of makes anything less secure, with the reason. */
const HARMLESS: Record<string, string> = {
  'AWS::S3::Bucket.Tags':
    'statements for people and reports; the key rule reads them, and a wrong one only asks for more',
  'AWS::Lambda::Function.Architectures': 'a matter of price',
  'AWS::Lambda::Function.Code': 'what it does is its author’s',
  'AWS::Lambda::Function.Handler': 'what it does is its author’s',
  'AWS::Lambda::Function.Role': 'another role is judged as a role; a shared one is among the attacks',
  'AWS::Lambda::Function.MemorySize': 'warns only (FUNCTION-05)',
  'AWS::Lambda::EventInvokeConfig.FunctionName': 'names its subject',
  'AWS::Lambda::EventInvokeConfig.Qualifier': 'names its subject',
  'AWS::CloudWatch::Alarm.*': 'a function without an alarm warns only (FUNCTION-13); its topic is judged',
  'AWS::IAM::Policy.PolicyName': 'a name',
  'AWS::IAM::Policy.Roles': 'names its subject',
  'AWS::S3::BucketPolicy.Bucket': 'names its subject: taken away, the bucket has no policy, which is among the attacks',
  'AWS::SQS::QueuePolicy.Queues': 'names its subject',
  'AWS::SQS::Queue.Tags': 'the class of its data, which the key rule reads',
  'AWS::SNS::TopicPolicy.Topics': 'names its subject',
  'AWS::SNS::Topic.DisplayName': 'a name',
  'AWS::SNS::Subscription.*': 'who hears of it is the team’s',
  'AWS::KMS::Key.Description': 'a name',
  'AWS::Budgets::Budget.Budget': 'its limit is judged by SPEND-02, which has a table of its own',
};

test('the list of properties is the list of what the constructs render', () => {
  const stack = newStack();
  BUILD(stack);
  const { Resources } = Template.fromStack(stack).toJSON();
  const rendered = Object.values<any>(Resources).flatMap(({ Type, Properties = {} }) =>
    Object.keys(Properties).map((property) => `${Type}.${property}`),
  );
  const listed = new Set(WEAKNESSES.map(({ type, path }) => `${type}.${path.split('.')[0]}`));
  const isHarmless = (one: string) => one in HARMLESS || `${one.split('.')[0]}.*` in HARMLESS;
  expect([...new Set(rendered)].filter((one) => !listed.has(one) && !isHarmless(one))).toEqual([]);
});
