import type { Resource } from '../core/assembly';
import { mentioning } from '../core/mentions';
import { jsonOf } from './redrive';

const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);
const redriven = (resource: Resource): unknown[] => {
  const policy = jsonOf(resource, 'RedrivePolicy');
  return policy && policy !== 'unknown' ? [policy.deadLetterTargetArn] : [];
};
const onFailure = (one: Resource): unknown[] => [one.get('DestinationConfig.OnFailure.Destination')];

/** Whoever puts failed work into a queue: type → the queues it names for that. */
const SOURCES: Readonly<Record<string, (resource: Resource) => readonly unknown[]>> = {
  'AWS::SQS::Queue': redriven,
  'AWS::SNS::Subscription': redriven,
  'AWS::Lambda::Function': (one) => [one.get('DeadLetterConfig.TargetArn')],
  'AWS::Lambda::EventInvokeConfig': onFailure,
  'AWS::Lambda::EventSourceMapping': onFailure,
  'AWS::Events::Rule': (one) => list(one.get('Targets')).map((target) => target?.DeadLetterConfig?.Arn),
  'AWS::Events::EventBus': (one) => [one.get('DeadLetterConfig.Arn')],
  'AWS::Scheduler::Schedule': (one) => [one.get('Target.DeadLetterConfig.Arn')],
};
const NAMES = {
  'AWS::SQS::Queue': ['RedrivePolicy'],
  'AWS::SNS::Subscription': ['RedrivePolicy'],
  'AWS::Lambda::Function': ['DeadLetterConfig'],
  'AWS::Lambda::EventInvokeConfig': ['DestinationConfig'],
  'AWS::Lambda::EventSourceMapping': ['DestinationConfig'],
  'AWS::Events::Rule': ['Targets'],
  'AWS::Events::EventBus': ['DeadLetterConfig'],
  'AWS::Scheduler::Schedule': ['Target'],
};

/** One of those that put failed work into the queue. */
export const failureSourceOf = (queue: Resource): Resource | undefined =>
  mentioning(queue, NAMES).find(
    (one) => one.exists() && SOURCES[one.type](one).some((target) => queue.assembly.find(target, queue.type) === queue),
  );
