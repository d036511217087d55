import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { covers, parsePolicy, Statement } from '../../core/policy';
import { arnsOf, samePartition } from '../../core/resource-arns';
import { fail, Judgement, PASS, Rule } from '../../core/rule';

const PUT = 's3:PutObject';

/** It only warns: what the function writes may be something else than what starts it; the filter says so. */
export const writeElsewhere: Rule = {
  id: 'FUNCTION-20',
  types: ['AWS::S3::Bucket'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a function that new objects start writes its own into another bucket',
  why: 'Each object that it writes starts it again, without an end: Lambda stops some of these loops, and only after the first rounds are paid for.',
  fix: 'write into a second bucket, or set filters (prefix, suffix) that the objects of the function do not match',
  topics: ['denial-of-wallet', 'availability'],
  controls: ['F10'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(bucket: Resource): Judgement {
  const listed: unknown = bucket.get('NotificationConfiguration.LambdaConfigurations');
  if (!Array.isArray(listed)) return PASS;
  for (const [index, one] of listed.entries()) {
    if (isPresent(one?.Filter) || !/^s3:ObjectCreated:/.test(String(one?.Event))) continue;
    const fn = functionOf(bucket, one.Function);
    if (fn && mayWrite(fn, bucket))
      return fail(
        `${fn.logicalId} is started by every object and may write more`,
        `Properties.NotificationConfiguration.LambdaConfigurations.${index}`,
      );
  }
  return PASS;
}

function functionOf({ assembly }: Resource, value: unknown): Resource | undefined {
  const named = assembly.find(value);
  if (named?.type === 'AWS::Lambda::Function') return named;
  return named && assembly.subjects(named).find(({ type }) => type === 'AWS::Lambda::Function');
}

/** In the policies of its role, or of those who are about it. */
function mayWrite(fn: Resource, bucket: Resource): boolean {
  const { assembly } = fn;
  const role = assembly.find(fn.get('Role'), 'AWS::IAM::Role');
  if (!role) return false;
  const inline: unknown = role.get('Policies');
  const documents = [
    ...(Array.isArray(inline) ? inline.map((one) => one?.PolicyDocument as unknown) : []),
    ...assembly.about(role).map((one) => one.get('PolicyDocument') as unknown),
  ];
  const statements = documents.flatMap((one) => parsePolicy(one, 'Properties') ?? []);
  return statements.some((one) => allows(one, bucket));
}

function allows({ effect, actions, resources }: Statement, bucket: Resource): boolean {
  if (effect !== 'Allow' || !covers(actions, PUT)) return false;
  const patterns = resources?.map((one) => samePartition(bucket.template.concrete(one)));
  // an object of whatever name: only who may write any of them writes what starts it
  return arnsOf(bucket).some((arn) => covers(patterns, `${arn}/x`));
}
