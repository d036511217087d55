import { advise, fail, PASS, Rule, unknownName, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { isAssumedByLambda } from '../trust';

const AT = 'Properties.ManagedPolicyArns';

/** What Lambda needs for itself, as AWS wrote it down for all functions: broader than it need be, and no way to anybody's data. */
const OF_LAMBDA =
  /:iam::aws:policy\/(service-role\/AWSLambda(BasicExecutionRole|BasicDurableExecutionRolePolicy|VPCAccessExecutionRole|DynamoDBExecutionRole|KinesisExecutionRole|SQSQueueExecutionRole|MSKExecutionRole)|AWSX[Rr]ay(DaemonWriteAccess|WriteOnlyAccess)|CloudWatchLambdaInsightsExecutionRolePolicy|CloudWatchLambdaApplicationSignalsExecutionRolePolicy)$/;

export const noForeignPolicies: Rule = {
  id: 'ROLE-06',
  types: ['AWS::IAM::Role'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the role of a function has no policies that somebody else maintains',
  why: 'A managed policy of AWS reaches all resources and changes without you: even the basic one writes to every log group.',
  fix: 'grant the actions themselves, on their resources, with addToRolePolicy; SecureFunction grants its own logs',
  topics: ['least-privilege'],
  controls: ['A1', 'A2', 'AwsSolutions-IAM4'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (role) => {
    if (!isAssumedByLambda(role)) return PASS;
    const listed = role.get('ManagedPolicyArns');
    if (listed === undefined) return PASS;
    return worstOfAll(
      (Array.isArray(listed) ? listed : [listed]).map((one) => {
        const arn = String(one);
        if (OF_LAMBDA.test(arn)) return advise(fail(arn, AT));
        if (/^arn:[^:]*(::[^:]*)?:iam::aws:policy\//.test(arn)) return fail(arn, AT);
        if (isUnknown(arn)) return unknownName(arn, arn, AT);
        const isSeen = role.assembly.find(arn, 'AWS::IAM::ManagedPolicy') !== undefined;
        return isSeen ? PASS : fail(`${arn}, which no template here defines`, AT);
      }),
    );
  },
};
