import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import { KeyRing } from '../../lib/key/key-ring';
import { blocking, newStack } from '../support/judging';

const OWN = '111111111111';

const keysIn = (stack: Stack): any[] =>
  Object.values<any>(stack.resolve((stack as any)._toCloudFormation()).Resources ?? {}).filter(
    ({ Type }) => Type === 'AWS::KMS::Key',
  );
const policyOf = (stack: Stack): string => JSON.stringify(keysIn(stack).map(({ Properties }) => Properties.KeyPolicy));
const imported = (scope: Stack, id = 'Mine'): IKey =>
  Key.fromKeyArn(scope, id, `arn:aws:kms:us-east-1:${OWN}:key/${id}`);

test('the nearest of App, Stage and stack wins', () => {
  const app = new App();
  const keys = new Stack(app, 'Keys');
  const stage = new Stage(app, 'Stage');
  const [plain, staged, own] = [new Stack(app, 'Plain'), new Stack(stage, 'Staged'), new Stack(stage, 'Own')];
  const [forApp, forStage, forStack] = ['a', 'b', 'c'].map((id) => imported(keys, id));
  KeyRing.provide(app, { data: forApp });
  KeyRing.provide(stage, { data: forStage });
  KeyRing.provide(own, { data: forStack });
  expect([plain, staged, own, new NestedStack(own, 'Nested')].map((stack) => KeyRing.of(stack).data())).toEqual([
    forApp,
    forStage,
    forStack,
    forStack,
  ]);
  expect(KeyRing.of(plain).data(DataClass.INTERNAL)).toBeUndefined();
  expect(keysIn(plain)).toHaveLength(0);
});

test('one of the two', () => {
  const stack = newStack();
  const key = imported(stack);
  KeyRing.provide(stack, { operations: key });
  expect(KeyRing.of(stack).operations()).toBe(key);
  expect(KeyRing.of(stack).data()).not.toBe(key);
  expect(keysIn(stack)).toHaveLength(1);
});

test('a key of the app is told to let the services in', () => {
  const stack = newStack();
  const key = new Key(stack, 'Key', { enableKeyRotation: true });
  KeyRing.provide(stack, { data: key, operations: key });
  for (const service of ['events', 's3', 'sns', 'cloudwatch', 'budgets', 'costalerts', 'logs.us-east-1']) {
    expect(policyOf(stack)).toContain(`${service}.amazonaws.com`);
  }
  SecurityGate.enforce(stack.node.root);
  expect(blocking(stack)).toEqual([]);
});

test.each<[string, (stack: Stack) => void, string]>([
  [
    'on a construct',
    (stack) => KeyRing.provide(imported(stack), { data: imported(stack, 'Other') }),
    "KEY-05: expected the scope to be an App, a Stage or a top-level stack, got 'Stack/Mine'; call KeyRing.provide first thing on the App, a Stage or a stack",
  ],
  [
    'on a nested stack',
    (stack) => KeyRing.provide(new NestedStack(stack, 'N'), { data: imported(stack) }),
    "KEY-05: expected the scope to be an App, a Stage or a top-level stack, got 'Stack/N'",
  ],
  [
    'from another app',
    (stack) => KeyRing.provide(stack, { data: imported(newStack()) }),
    'to be a construct of the same app',
  ],
  [
    'too late',
    (stack) => {
      KeyRing.of(stack).data();
      KeyRing.provide(stack.node.root, { data: imported(stack) });
    },
    "KEY-05: expected it before the first use, got it after 'Stack' made its own",
  ],
])('%s it throws', (_, act, message) => {
  expect(() => act(newStack())).toThrow(message);
});
