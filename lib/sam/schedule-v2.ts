import { deadLetterArn } from './event-rules';
import type { SamEvent } from './function-events';
import { allow, compact, getAtt, isGiven, pick, Properties, trustIn } from './intrinsic-shapes';
import { join, SamResource } from './sam-resource';

const SAME = [
  ...['ScheduleExpression', 'State', 'Description', 'StartDate', 'EndDate', 'ScheduleExpressionTimezone'],
  ...['GroupName', 'KmsKeyArn'],
];
const KNOWN: ReadonlySet<string> = new Set([
  ...SAME,
  ...['FlexibleTimeWindow', 'Name', 'OmitName', 'Input', 'RoleArn', 'DeadLetterConfig', 'RetryPolicy'],
  'PermissionsBoundary',
]);

const STARTS: Readonly<Record<string, (event: SamEvent, arn: unknown) => Properties>> = {
  Lambda: ({ logicalId }, arn) => allow(`${logicalId}LambdaPolicy`, 'lambda:InvokeFunction', arn),
  States: ({ logicalId }, arn) => allow(`${logicalId}StartExecutionPolicy`, 'states:StartExecution', arn),
};

/** A schedule of EventBridge Scheduler, with the role it takes. */
export function writeScheduleV2(sam: SamResource, event: SamEvent, service: 'Lambda' | 'States', arn: unknown): void {
  const { properties, logicalId, at } = event;
  sam.knows(properties, KNOWN, join(at, 'Properties'));
  const deadLetters = deadLetterArn(sam, event);
  const role = `${logicalId}Role`;
  if (!isGiven(properties.RoleArn)) {
    const policies = [STARTS[service](event, arn)];
    if (deadLetters !== undefined) policies.push(allow(`${logicalId}SQSPolicy`, 'sqs:SendMessage', deadLetters));
    sam.generate(
      role,
      'AWS::IAM::Role',
      {
        AssumeRolePolicyDocument: trustIn('scheduler.amazonaws.com'),
        Policies: policies,
        PermissionsBoundary: properties.PermissionsBoundary,
      },
      at,
    );
  }
  sam.generate(
    logicalId,
    'AWS::Scheduler::Schedule',
    {
      ...pick(properties, SAME),
      Name: properties.OmitName === true ? undefined : (properties.Name ?? logicalId),
      FlexibleTimeWindow: properties.FlexibleTimeWindow ?? { Mode: 'OFF' },
      Target: compact({
        Arn: arn,
        RoleArn: properties.RoleArn ?? getAtt(role, 'Arn'),
        Input: properties.Input,
        RetryPolicy: properties.RetryPolicy,
        DeadLetterConfig: deadLetters && { Arn: deadLetters },
      }),
    },
    at,
  );
}
