import type { Resource } from '../../core/assembly';
import { fail, PASS, Rule } from '../../core/rule';
import { Grouping } from '../grouping';

export const alarmOnErrors: Rule = {
  id: 'FUNCTION-13',
  types: ['AWS::Lambda::Function'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'an alarm watches the errors of a function',
  why: 'A function that fails, or is being probed, fails quietly until somebody misses its work.',
  fix: 'add new Alarm(this, "Errors", { metric: fn.metricErrors(), … }) with an action; SecureFunction has one',
  topics: ['monitoring'],
  controls: ['G2'],
  migration: 'none',
  reaches: ['construct'],
  check: (resource) =>
    ALARMS.of(resource.key, resource.assembly).some((one) => one.exists())
      ? PASS
      : fail('no alarm on AWS/Lambda Errors'),
};

const ALARMS = new Grouping(
  'AWS::CloudWatch::Alarm',
  ({ Namespace, MetricName, Dimensions, Metrics }) => [Namespace, MetricName, Dimensions, Metrics],
  (alarm) => metricsOf(alarm).flatMap((metric) => watched(metric, alarm)),
);

function metricsOf(alarm: Resource): any[] {
  const metrics = alarm.get('Metrics');
  const own = {
    Namespace: alarm.get('Namespace'),
    MetricName: alarm.get('MetricName'),
    Dimensions: alarm.get('Dimensions'),
  };
  return [own, ...(Array.isArray(metrics) ? metrics.map((one) => one?.MetricStat?.Metric) : [])];
}

function watched(metric: any, { assembly }: Resource): string[] {
  if (metric?.Namespace !== 'AWS/Lambda' || metric.MetricName !== 'Errors' || !Array.isArray(metric.Dimensions))
    return [];
  return metric.Dimensions.flatMap((one: any) => {
    const named = one?.Name === 'FunctionName' ? assembly.find(one.Value, 'AWS::Lambda::Function') : undefined;
    return named ? [named.key] : [];
  });
}
