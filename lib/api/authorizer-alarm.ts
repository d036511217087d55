import { Duration, Names } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Waivers } from '../core/waivers';
import { SecureFunction } from '../function/secure-function';
import { AlarmTopic } from '../alarm/alarm-topic';

const NAMESPACE = 'CdkSecureServerless';

/**
 * An authorizer can answer 401 only by failing: the alarm of every function would ring for every expired token. This one counts what
 * its log calls failed (no keys, no table), and runs that ended without an answer.
 */
export function alarmOnOwnFailures(scope: Construct, fn: SecureFunction): void {
  const topic = fn.failuresAlarm && AlarmTopic.of(fn).topic();
  if (!topic) return;
  fn.node.tryRemoveChild(fn.failuresAlarm!.node.id);
  const metricName = `${Names.uniqueResourceName(scope, { maxLength: 200 })}Failures`;
  new MetricFilter(scope, 'Failures', {
    logGroup: fn.logGroup,
    filterPattern: FilterPattern.literal(
      '{ ($.message.decision = "failed") || ($.record.status = "timeout") || ($.record.status = "failure") }',
    ),
    metricNamespace: NAMESPACE,
    metricName,
  });
  const failures = new Metric({ namespace: NAMESPACE, metricName, statistic: 'Sum' });
  const alarm = new Alarm(scope, 'FailuresAlarm', {
    alarmDescription: `${fn.node.path} could not check tokens, or was throttled`,
    metric: new MathExpression({
      expression: 'FILL(failures, 0) + FILL(throttles, 0)',
      usingMetrics: { failures, throttles: fn.metricThrottles() },
      label: 'failures and throttles',
      period: Duration.minutes(5),
    }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  Waivers.of(fn).add({
    ruleId: 'FUNCTION-13',
    reason: 'an authorizer answers 401 by an error; its alarm counts what its log calls failed instead',
  });
}
