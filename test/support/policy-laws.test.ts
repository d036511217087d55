import fc from 'fast-check';
import {
  evaluate,
  type AccessRequest,
  type Evaluation,
  type PolicyDocument,
  type RequestPrincipal,
  type Statement,
} from './policy-language';

const HOME = '111111111111';
const ABROAD = '222222222222';
const ROLE = `arn:aws:iam::${HOME}:role/worker`;
const STRANGER = `arn:aws:iam::${ABROAD}:role/stranger`;

const PRINCIPALS: readonly RequestPrincipal[] = [
  { type: 'role', arn: ROLE },
  { type: 'role', arn: STRANGER },
  { type: 'user', arn: `arn:aws:iam::${HOME}:user/alice` },
  { type: 'root', account: HOME },
  { type: 'service', service: 'events.amazonaws.com' },
  { type: 'anonymous' },
];

const request: fc.Arbitrary<AccessRequest> = fc
  .record({
    principal: fc.constantFrom(...PRINCIPALS),
    target: fc.constantFrom(
      ['s3:GetObject', 'arn:aws:s3:::data/in/a'],
      ['s3:PutObject', 'arn:aws:s3:::data/out/b'],
      ['kms:Decrypt', `arn:aws:kms:us-east-1:${HOME}:key/k`],
      ['sts:AssumeRole', `arn:aws:iam::${HOME}:role/trusted`],
    ),
    context: fc.record(
      { 'aws:SecureTransport': fc.constantFrom('true', 'false'), 'aws:SourceAccount': fc.constantFrom(HOME, ABROAD) },
      { requiredKeys: [] },
    ),
  })
  .map(({ principal, target: [action = '', resource = ''], context }) => ({
    principal,
    action,
    resource,
    resourceAccount: HOME,
    context: Object.fromEntries(Object.entries(context).flatMap(([key, value]) => (value ? [[key, value]] : []))),
  }));

const about = fc.record({
  Effect: fc.constantFrom<Statement['Effect']>('Allow', 'Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom('*', 's3:*', 's3:Get*', 'kms:Decrypt', 'sts:AssumeRole'),
  Resource: fc.constantFrom('*', '*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::data/in/?', 'arn:aws:kms:*:*:key/*'),
  Condition: fc.constantFrom<Statement['Condition']>(
    {},
    {},
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringNotEquals: { 'aws:SourceAccount': HOME } },
    { StringEqualsIfExists: { 'aws:SourceAccount': HOME } },
  ),
});

const named = fc
  .tuple(
    about,
    fc.constantFrom<Statement['Principal']>(
      '*',
      { AWS: ROLE },
      { AWS: [HOME, ABROAD] },
      { AWS: STRANGER },
      { Service: 'events.amazonaws.com' },
    ),
  )
  .map(([statement, Principal]): Statement => ({ ...statement, Principal }));

function documents(statement: fc.Arbitrary<Statement>, maxLength = 3): fc.Arbitrary<PolicyDocument[]> {
  return fc.array(
    fc.array(statement, { minLength: 1, maxLength: 3 }).map((Statement) => ({ Version: '2012-10-17', Statement })),
    { maxLength },
  );
}

const evaluation: fc.Arbitrary<Evaluation> = fc.record({
  identity: documents(about),
  resource: documents(named),
  boundary: fc.option(documents(about, 1), { nil: undefined }),
  request,
});

const RUNS = { numRuns: 1000, seed: 20250101 };

function without(documentsOf: readonly PolicyDocument[], index: number): PolicyDocument[] {
  let left = index;
  return documentsOf.map((document) => ({
    ...document,
    Statement: (document.Statement as Statement[]).filter(({ Effect }) => Effect !== 'Allow' || left-- !== 0),
  }));
}

function denying(statement: Statement): PolicyDocument {
  return { Version: '2012-10-17', Statement: { ...statement, Effect: 'Deny' } };
}

describe('whatever the policies', () => {
  test('a resource policy that denies the very request to everyone wins', () => {
    fc.assert(
      fc.property(evaluation, (given) => {
        const { action: Action, resource: Resource } = given.request;
        const deny = denying({ Effect: 'Deny', Principal: '*', Action, Resource });
        expect(evaluate({ ...given, resource: [...given.resource, deny] })).toBe('explicitly-denied');
      }),
      RUNS,
    );
  });

  test('an identity policy or boundary that denies the very request wins for whoever has an identity', () => {
    fc.assert(
      fc.property(evaluation, fc.constantFrom('identity', 'boundary'), (given, where) => {
        fc.pre(!['service', 'anonymous'].includes(given.request.principal.type));
        const { action: Action, resource: Resource } = given.request;
        const deny = denying({ Effect: 'Deny', Action, Resource });
        expect(evaluate({ ...given, [where]: [...(given[where as 'identity'] ?? []), deny] })).toBe(
          'explicitly-denied',
        );
      }),
      RUNS,
    );
  });

  test('one more Deny allows nothing that was denied', () => {
    fc.assert(
      fc.property(evaluation, about, named, (given, identity, resource) => {
        fc.pre(evaluate(given) !== 'allowed');
        expect(evaluate({ ...given, identity: [...given.identity, denying(identity)] })).not.toBe('allowed');
        expect(evaluate({ ...given, resource: [...given.resource, denying(resource)] })).not.toBe('allowed');
      }),
      RUNS,
    );
  });

  test('one Allow less allows nothing that was denied', () => {
    fc.assert(
      fc.property(evaluation, fc.nat(8), (given, index) => {
        fc.pre(evaluate(given) !== 'allowed');
        expect(evaluate({ ...given, identity: without(given.identity, index) })).not.toBe('allowed');
        expect(evaluate({ ...given, resource: without(given.resource, index) })).not.toBe('allowed');
      }),
      RUNS,
    );
  });

  test('a boundary allows nothing that was denied without one', () => {
    fc.assert(
      fc.property(evaluation, (given) => {
        fc.pre(evaluate({ ...given, boundary: undefined }) !== 'allowed');
        expect(evaluate(given)).not.toBe('allowed');
      }),
      RUNS,
    );
  });

  test('nothing is allowed without an Allow, except to the root user', () => {
    fc.assert(
      fc.property(evaluation, (given) => {
        fc.pre(given.request.principal.type !== 'root');
        const denials = (from: readonly PolicyDocument[]) =>
          from.map((document) => ({
            ...document,
            Statement: (document.Statement as Statement[]).filter(({ Effect }) => Effect === 'Deny'),
          }));
        expect(evaluate({ ...given, identity: denials(given.identity), resource: denials(given.resource) })).not.toBe(
          'allowed',
        );
      }),
      RUNS,
    );
  });
});
