import type { Assembly, Resource } from '../core/assembly';
import { mentioning } from '../core/mentions';

export const ALARMS = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];

/** Who acts on an alarm without being one of its actions: type → where it names the alarm. */
const READERS = {
  'AWS::CloudWatch::CompositeAlarm': ['AlarmRule', 'ActionsSuppressor'],
  'AWS::CodeDeploy::DeploymentGroup': ['AlarmConfiguration'],
  'AWS::ECS::Service': ['DeploymentConfiguration'],
  'AWS::AppConfig::Environment': ['Monitors'],
  'AWS::FIS::ExperimentTemplate': ['StopConditions'],
  'AWS::Route53::HealthCheck': ['HealthCheckConfig'],
};

/** Whether somebody else is told of the alarm: another alarm, a deployment that rolls back, a rule on state changes. */
export const isReadByOthers = (alarm: Resource): boolean =>
  mentioning(alarm, READERS).some((one) => one.exists()) ||
  heardIn(alarm.assembly).all ||
  heardIn(alarm.assembly).names.has(String(alarm.get('AlarmName')));

interface Heard {
  /** A rule of EventBridge gets the state changes of alarms. Which ones is not asked. */
  readonly all: boolean;
  /** Alarms that composite ones name in writing. */
  readonly names: ReadonlySet<string>;
}

const known = new WeakMap<Assembly, Heard>();

function heardIn(assembly: Assembly): Heard {
  const there = known.get(assembly);
  if (there) return there;
  const text = (resource: Resource, property: string) => JSON.stringify(resource.raw.Properties?.[property]) ?? '';
  const composite = assembly.ofType('AWS::CloudWatch::CompositeAlarm').map((one) => text(one, 'AlarmRule'));
  const heard = {
    all: assembly.ofType('AWS::Events::Rule').some((one) => text(one, 'EventPattern').includes('aws.cloudwatch')),
    names: new Set(
      composite.flatMap((rule) =>
        [...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:\\")?([^"\\()]+)/g)].map(([, name]) =>
          name.trim().replace(/^arn:.*:alarm:/, ''),
        ),
      ),
    ),
  };
  known.set(assembly, heard);
  return heard;
}
