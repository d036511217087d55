import { EDGES, FOREIGN, IN_OWN, KMS, OWN, allow, key, queue, topic } from './edge-templates';
import { verdicts } from '../support/judging';

const ACTION = { topic: 'sns:Publish', queue: 'sqs:SendMessage' };
const target = { topic, queue };
const judge = (...parts: Record<string, unknown>[]) => verdicts('EDGE-01', Object.assign({}, ...parts), {}, IN_OWN);

describe.each(EDGES)('%s', (_, from, service, kind) => {
  const into = (...statements: unknown[]) => target[kind](statements);
  const good = allow(service, ACTION[kind]);
  const goodKey = key(allow(service, KMS));

  test.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
    ['both let it in', into(good), goodKey, []],
    ['everything is allowed', into(allow(service, '*')), key(allow(service, 'kms:*')), []],
    ['no statement in the key', into(good), key(), ['fail From']],
    ['the key lets it decrypt only', into(good), key(allow(service, 'kms:Decrypt')), ['fail From']],
    ['the key lets it generate only', into(good), key(allow(service, 'kms:GenerateDataKey*')), ['fail From']],
    ['the key lets another service in', into(good), key(allow('lambda.amazonaws.com', KMS)), ['fail From']],
    [
      'the key is for another account',
      into(good),
      key(allow(service, KMS, { StringEquals: { 'aws:SourceAccount': FOREIGN } })),
      ['fail From'],
    ],
    [
      'the key denies it',
      into(good),
      key(allow(service, KMS), { ...allow(service, 'kms:*'), Effect: 'Deny' }),
      ['fail From'],
    ],
    [
      'the key lets the account in',
      into(good),
      key({ ...allow('', 'kms:*', undefined), Principal: { AWS: OWN } }),
      ['fail From'],
    ],
    ['the policy lets nobody in', into(), goodKey, ['fail From']],
    ['the policy allows another action', into(allow(service, 'sqs:ReceiveMessage')), goodKey, ['fail From']],
    ['the policy lets another service in', into(allow('lambda.amazonaws.com', ACTION[kind])), goodKey, ['fail From']],
    [
      'the policy is for another account',
      into(allow(service, ACTION[kind], { StringEquals: { 'aws:SourceAccount': FOREIGN } })),
      goodKey,
      ['fail From'],
    ],
    [
      'the policy is for another source',
      into(allow(service, ACTION[kind], { ArnLike: { 'aws:SourceArn': `arn:aws:x:us-east-1:${FOREIGN}:*` } })),
      goodKey,
      ['fail From'],
    ],
    [
      'the policy is about another resource',
      into({ ...good, Resource: 'arn:aws:x:us-east-1:1:other' }),
      goodKey,
      ['fail From'],
    ],
    [
      'the policy denies it',
      into(good, { ...good, Effect: 'Deny', Principal: '*', Condition: {} }),
      goodKey,
      ['fail From'],
    ],
    [
      'the policy denies plain HTTP',
      into(good, { ...good, Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      goodKey,
      [],
    ],
    [
      'the policy denies other accounts',
      into(good, {
        ...good,
        Effect: 'Deny',
        Principal: '*',
        Condition: { StringNotEquals: { 'aws:SourceAccount': OWN } },
      }),
      goodKey,
      [],
    ],
    [
      'an organisation',
      into(allow(service, ACTION[kind], { StringEquals: { 'aws:SourceOrgID': 'o-1' } })),
      goodKey,
      [],
    ],
    [
      'a policy that cannot be read',
      into(good),
      { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { 'Fn::Transform': {} } } } },
      ['unknown From'],
    ],
    [
      'an account from a parameter',
      into(allow(service, ACTION[kind], { StringEquals: { 'aws:SourceAccount': { Ref: 'P' } } })),
      goodKey,
      ['unknown From'],
    ],
    ["AWS' own key", target[kind]([good], kind === 'topic' ? 'alias/aws/sns' : 'alias/aws/sqs'), {}, ['fail From']],
    [
      "AWS' own key by ARN",
      target[kind]([good], { 'Fn::Sub': 'arn:aws:kms:us-east-1:1:alias/aws/sns' }),
      {},
      ['fail From'],
    ],
    ['an imported key is not seen', target[kind]([good], `arn:aws:kms:us-east-1:${OWN}:key/x`), {}, []],
    ['no key', target[kind]([good], null), {}, []],
  ])('%s', (_case, resources, keys, expected) => {
    expect(judge(from, resources, keys)).toEqual(expected);
  });
});
