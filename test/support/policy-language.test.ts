import { evaluate, type PolicyDocument, type RequestPrincipal, type Statement, type Verdict } from './policy-language';

const HOME = '111111111111';
const ABROAD = '222222222222';
const OBJECT = 'arn:aws:s3:::data/in/a.json';
const KEY = `arn:aws:kms:us-east-1:${HOME}:key/k`;
const TRUSTED = `arn:aws:iam::${HOME}:role/trusted`;
const ROOT = `arn:aws:iam::${HOME}:root`;
const ROLE: RequestPrincipal = { type: 'role', arn: `arn:aws:iam::${HOME}:role/worker` };
const USER: RequestPrincipal = { type: 'user', arn: `arn:aws:iam::${HOME}:user/alice` };
const STRANGER: RequestPrincipal = { type: 'role', arn: `arn:aws:iam::${ABROAD}:role/stranger` };
const OWNER: RequestPrincipal = { type: 'root', account: HOME };
const ALARM: RequestPrincipal = { type: 'service', service: 'cloudwatch.amazonaws.com' };
const WEB: RequestPrincipal = { type: 'federated', provider: 'accounts.google.com' };
const NOBODY: RequestPrincipal = { type: 'anonymous' };

interface Request {
  readonly principal?: RequestPrincipal;
  readonly action?: string;
  readonly resource?: string;
  readonly identity?: readonly PolicyDocument[];
  readonly policy?: readonly PolicyDocument[];
  readonly boundary?: readonly PolicyDocument[];
}

function policy(...statements: Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

function identity(overrides: Partial<Statement> = {}): PolicyDocument {
  return policy({ Effect: 'Allow', Action: '*', Resource: '*', ...overrides });
}

function granting(principal: Statement['Principal'], overrides: Partial<Statement> = {}): PolicyDocument {
  return policy({ Effect: 'Allow', Principal: principal, Action: '*', Resource: '*', ...overrides });
}

function denyingAllBut(principal: Statement['NotPrincipal']): PolicyDocument {
  return policy({ Effect: 'Deny', NotPrincipal: principal, Action: '*', Resource: '*' });
}

function ask({ principal = ROLE, action = 's3:GetObject', resource = OBJECT, ...policies }: Request): Verdict {
  return evaluate({
    identity: policies.identity ?? [],
    resource: policies.policy ?? [],
    boundary: policies.boundary,
    request: {
      principal,
      action,
      resource,
      resourceAccount: HOME,
      context: { 'aws:username': 'alice', 'aws:TagKeys': ['a', 'b'] },
    },
  });
}

describe('a statement', () => {
  const cases: readonly (readonly [Partial<Statement>, Verdict])[] = [
    [{ Action: 's3:GetObject' }, 'allowed'],
    [{ Action: 'S3:getobject' }, 'allowed'],
    [{ Action: 's3:Get*' }, 'allowed'],
    [{ Action: 's3:GetObjec?' }, 'allowed'],
    [{ Action: 's3:GetObject?' }, 'implicitly-denied'],
    [{ Action: ['s3:PutObject', 's3:*'] }, 'allowed'],
    [{ Action: 'sqs:*' }, 'implicitly-denied'],
    [{ Action: undefined, NotAction: 'sqs:*' }, 'allowed'],
    [{ Action: undefined, NotAction: ['sqs:*', 's3:get*'] }, 'implicitly-denied'],
    [{ Resource: OBJECT }, 'allowed'],
    [{ Resource: 'arn:aws:s3:::data' }, 'implicitly-denied'],
    [{ Resource: 'arn:aws:s3:::data/*' }, 'allowed'],
    [{ Resource: 'arn:aws:s3:::data/in/?.json' }, 'allowed'],
    [{ Resource: 'arn:aws:s3:::DATA/*' }, 'implicitly-denied'],
    [{ Resource: ['arn:aws:s3:::other/*', 'arn:aws:s3:::data/in/*'] }, 'allowed'],
    [{ Resource: undefined, NotResource: 'arn:aws:s3:::other/*' }, 'allowed'],
    [{ Resource: undefined, NotResource: 'arn:aws:s3:::data/*' }, 'implicitly-denied'],
    [{ Effect: 'Deny' }, 'explicitly-denied'],
    [{ Condition: {} }, 'allowed'],
    [{ Condition: { Null: { 'aws:username': 'false', 'aws:none': 'true' } } }, 'allowed'],
    [{ Condition: { Null: { 'aws:username': 'false', 'aws:none': 'false' } } }, 'implicitly-denied'],
    [{ Condition: { Null: { 'aws:none': 'true' }, StringLike: { 'aws:username': 'b*' } } }, 'implicitly-denied'],
  ];

  test.each(cases)('%j: %s', (overrides, expected) => {
    expect(ask({ identity: [identity(overrides)] })).toBe(expected);
  });

  test.each([
    ['arn:aws:s3:::data/${aws:username}/*', 'alice', 'allowed'],
    ['arn:aws:s3:::data/${aws:username}/*', 'bob', 'implicitly-denied'],
    ['arn:aws:s3:::data/${aws:TagKeys}/*', 'a', 'implicitly-denied'],
    ['arn:aws:s3:::data/${aws:none}/*', 'a', 'implicitly-denied'],
    ['arn:aws:s3:::data/${aws:none}*', 'a', 'implicitly-denied'],
  ])('on %s for the folder of %s: %s', (pattern, folder, expected) => {
    const resource = `arn:aws:s3:::data/${folder}/x`;
    expect(ask({ resource, identity: [identity({ Resource: pattern })] })).toBe(expected);
  });

  test('has no variables before version 2012-10-17', () => {
    const old = { Statement: { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::${aws:username}' } } as const;
    expect(ask({ resource: 'arn:aws:s3:::alice', identity: [old] })).toBe('implicitly-denied');
    expect(ask({ resource: 'arn:aws:s3:::${aws:username}', identity: [old] })).toBe('allowed');
  });

  test('is an error if what it excepts has no value', () => {
    const excepting = identity({ Resource: undefined, NotResource: 'arn:aws:s3:::${aws:none}/*' });
    expect(() => ask({ identity: [excepting] })).toThrow('without a value');
  });

  const malformed: readonly (readonly [string, Request])[] = [
    ['an unknown version', { identity: [{ Version: '2020-01-01', Statement: [] }] }],
    ['an unknown effect', { identity: [identity({ Effect: 'allow' as 'Allow' })] }],
    ['an unknown element', { identity: [identity({ Conditions: {} } as Partial<Statement>)] }],
    ['no action', { identity: [identity({ Action: undefined })] }],
    ['an action of any service', { identity: [identity({ Action: 's*:Get' })] }],
    ['a resource that is no ARN', { identity: [identity({ Resource: 'data' })] }],
    ['both Resource and NotResource', { identity: [identity({ NotResource: '*' })] }],
    ['an identity policy with a principal', { identity: [identity({ Principal: '*' })] }],
    ['an identity policy without a resource', { identity: [identity({ Resource: undefined })] }],
    ['a boundary without a resource', { boundary: [identity({ Resource: undefined })] }],
    ['a resource policy without a principal', { policy: [granting(undefined)] }],
    ['a principal that is a bare name', { policy: [granting('x' as '*')] }],
    ['a principal with a wildcard', { policy: [granting({ AWS: `arn:aws:iam::${HOME}:role/*` })] }],
    ['an AWS principal that is a service', { policy: [granting({ AWS: 'sns.amazonaws.com' })] }],
    ['a canonical user', { policy: [granting({ CanonicalUser: 'abc' })] }],
    ['an Allow with NotPrincipal', { policy: [granting(undefined, { NotPrincipal: { AWS: HOME } })] }],
    [
      'an unknown operator in a statement about something else',
      { identity: [identity({ Action: 'sqs:*', Condition: { StringIs: { a: 'b' } } })] },
    ],
  ];

  test.each(malformed)('is an error with %s', (_name, request) => {
    expect(() => ask(request)).toThrow('Malformed');
  });
});

describe('the principal of a resource policy', () => {
  const cases: readonly (readonly [string, RequestPrincipal, Statement['Principal'], Verdict])[] = [
    ['everyone', ROLE, '*', 'allowed'],
    ['everyone', NOBODY, '*', 'allowed'],
    ['everyone', NOBODY, { AWS: '*' }, 'allowed'],
    ['everyone', ALARM, '*', 'allowed'],
    ['the role itself', ROLE, { AWS: ROLE.arn }, 'allowed'],
    ['another role', ROLE, { AWS: TRUSTED }, 'implicitly-denied'],
    ['one of a list', ROLE, { AWS: [TRUSTED, ROLE.arn] }, 'allowed'],
    ['the account only', ROLE, { AWS: ROOT }, 'implicitly-denied'],
    ['the account only', ROLE, { AWS: HOME }, 'implicitly-denied'],
    ['the account, to its root user', OWNER, { AWS: HOME }, 'allowed'],
    ['the account, to nobody', NOBODY, { AWS: HOME }, 'implicitly-denied'],
    ['a service', ALARM, { Service: 'cloudwatch.amazonaws.com' }, 'allowed'],
    ['another service', ALARM, { Service: 'events.amazonaws.com' }, 'implicitly-denied'],
    ['a service, to a role', ROLE, { Service: 'cloudwatch.amazonaws.com' }, 'implicitly-denied'],
    ['a role, to a service', ALARM, { AWS: ROLE.arn, Service: 'events.amazonaws.com' }, 'implicitly-denied'],
    ['an identity provider', WEB, { Federated: 'accounts.google.com' }, 'allowed'],
    ['another identity provider', WEB, { Federated: 'graph.facebook.com' }, 'implicitly-denied'],
    ['an identity provider, to a role', ROLE, { Federated: 'accounts.google.com' }, 'implicitly-denied'],
  ];

  test.each(cases)('names %s: %j under %j is %s', (_name, principal, element, expected) => {
    expect(ask({ principal, policy: [granting(element)] })).toBe(expected);
  });

  const denied: readonly (readonly [RequestPrincipal, Statement['Principal'], Verdict])[] = [
    [ROLE, { AWS: ROOT }, 'explicitly-denied'],
    [ROLE, { AWS: ABROAD }, 'allowed'],
    [ROLE, '*', 'explicitly-denied'],
    [ALARM, '*', 'explicitly-denied'],
    [NOBODY, { AWS: '*' }, 'explicitly-denied'],
    [ALARM, { AWS: ROOT }, 'allowed'],
  ];

  test.each(denied)('%j under a Deny of %j is %s', (principal, element, expected) => {
    const open = granting('*');
    expect(ask({ principal, policy: [open, granting(element, { Effect: 'Deny' })] })).toBe(expected);
  });

  const spared: readonly (readonly [RequestPrincipal, Statement['NotPrincipal'], Verdict])[] = [
    [ROLE, { AWS: [ROLE.arn, ROOT] }, 'allowed'],
    [ROLE, { AWS: ROLE.arn }, 'explicitly-denied'],
    [ROLE, { AWS: ROOT }, 'explicitly-denied'],
    [OWNER, { AWS: ROOT }, 'allowed'],
    [ALARM, { Service: 'cloudwatch.amazonaws.com' }, 'allowed'],
    [ALARM, { AWS: ROOT }, 'explicitly-denied'],
    [NOBODY, { AWS: ROOT }, 'explicitly-denied'],
  ];

  test.each(spared)('%j under a Deny of all but %j is %s', (principal, element, expected) => {
    expect(ask({ principal, policy: [granting('*'), denyingAllBut(element)] })).toBe(expected);
  });

  test('never spares whoever has a permissions boundary', () => {
    const documents = [granting('*'), denyingAllBut({ AWS: [ROLE.arn, ROOT] })];
    expect(ask({ policy: documents, boundary: [identity()] })).toBe('explicitly-denied');
  });
});

describe('identity and resource policies together', () => {
  const theirs = granting({ AWS: ABROAD });
  const role = granting({ AWS: ROLE.arn });
  const root = granting({ AWS: ROOT });
  const publishing = { action: 'kms:Decrypt', resource: KEY };
  const assuming = { action: 'sts:AssumeRole', resource: TRUSTED };
  const cases: readonly (readonly [string, Request, Verdict])[] = [
    ['nothing', {}, 'implicitly-denied'],
    ['identity only', { identity: [identity()] }, 'allowed'],
    ['resource only', { policy: [role] }, 'allowed'],
    ['account root delegates to identity', { policy: [root], identity: [identity()] }, 'allowed'],
    [
      'identity deny over resource allow',
      { policy: [role], identity: [identity({ Effect: 'Deny' })] },
      'explicitly-denied',
    ],
    ['abroad, identity only', { principal: STRANGER, identity: [identity()] }, 'implicitly-denied'],
    ['abroad, resource only', { principal: STRANGER, policy: [theirs] }, 'implicitly-denied'],
    ['abroad, open resource only', { principal: STRANGER, policy: [granting('*')] }, 'implicitly-denied'],
    ['abroad, both', { principal: STRANGER, policy: [theirs], identity: [identity()] }, 'allowed'],
    ['abroad, both, open', { principal: STRANGER, policy: [granting('*')], identity: [identity()] }, 'allowed'],
    ['abroad, our account named', { principal: STRANGER, policy: [root], identity: [identity()] }, 'implicitly-denied'],
    ['abroad, root user', { principal: { type: 'root', account: ABROAD }, policy: [theirs] }, 'allowed'],
    ['service, identity only', { principal: ALARM, identity: [identity()] }, 'implicitly-denied'],
    [
      'service, whatever an identity policy denies',
      { principal: ALARM, identity: [identity({ Effect: 'Deny' })], policy: [granting('*')] },
      'allowed',
    ],
    ['nobody, identity only', { principal: NOBODY, identity: [identity()] }, 'implicitly-denied'],
    ['root user', { principal: OWNER }, 'allowed'],
    ['key, identity only', { ...publishing, identity: [identity()] }, 'implicitly-denied'],
    ['key, role named', { ...publishing, policy: [role] }, 'allowed'],
    ['key, root only', { ...publishing, policy: [root] }, 'implicitly-denied'],
    ['key, root and identity', { ...publishing, policy: [root], identity: [identity()] }, 'allowed'],
    ['key, root user not named', { ...publishing, principal: OWNER }, 'implicitly-denied'],
    ['key, root user named', { ...publishing, principal: OWNER, policy: [root] }, 'allowed'],
    ['key, abroad, both', { ...publishing, principal: STRANGER, policy: [theirs], identity: [identity()] }, 'allowed'],
    ['key, abroad, no identity', { ...publishing, principal: STRANGER, policy: [theirs] }, 'implicitly-denied'],
    ['keys, no resource', { action: 'kms:ListKeys', resource: '*', identity: [identity()] }, 'allowed'],
    ['trust, identity only', { ...assuming, identity: [identity()] }, 'implicitly-denied'],
    ['trust, role named', { ...assuming, policy: [granting({ AWS: ROLE.arn }, { Resource: undefined })] }, 'allowed'],
    ['trust, root only', { ...assuming, policy: [root] }, 'implicitly-denied'],
    ['trust, root and identity', { ...assuming, policy: [root], identity: [identity()] }, 'allowed'],
    ['passing the role is no trust', { ...assuming, action: 'iam:PassRole', identity: [identity()] }, 'allowed'],
    ['boundary alone', { boundary: [identity()] }, 'implicitly-denied'],
    ['boundary and identity', { boundary: [identity({ Action: 's3:*' })], identity: [identity()] }, 'allowed'],
    [
      'outside the boundary',
      { boundary: [identity({ Action: 'sqs:*' })], identity: [identity()] },
      'implicitly-denied',
    ],
    ['boundary denies', { boundary: [identity({ Effect: 'Deny' })], identity: [identity()] }, 'explicitly-denied'],
    [
      'role named, outside its boundary',
      { boundary: [identity({ Action: 'sqs:*' })], policy: [role] },
      'implicitly-denied',
    ],
    [
      'everyone, outside the boundary',
      { boundary: [identity({ Action: 'sqs:*' })], policy: [granting('*')] },
      'allowed',
    ],
    [
      'user named, outside his boundary',
      { principal: USER, boundary: [identity({ Action: 'sqs:*' })], policy: [granting({ AWS: USER.arn })] },
      'allowed',
    ],
  ];

  test.each(cases)('%s', (_name, request, expected) => {
    expect(ask(request)).toBe(expected);
  });
});
