import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { isUnknown, referencedKeys } from '../../core/text';
import { isAsynchronousSource } from '../async-sources';
import { Grouping } from '../grouping';

const CONFIG = 'AWS::Lambda::EventInvokeConfig';
const PERMISSION = 'AWS::Lambda::Permission';
const LATEST = '$LATEST';

export const keepFailedEvents: Rule = {
  id: 'FUNCTION-10',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'events that a function fails at are kept, and tried again a stated number of times',
  why: 'An asynchronous event that fails is retried for up to six hours and then dropped: work is lost, and nobody hears of it.',
  fix:
    'set onFailure, retryAttempts and maxEventAge; with SecureFunction, asynchronous: true does it. ' +
    'An alias or version needs its own: alias.configureAsyncInvoke(…)',
  topics: ['availability', 'denial-of-wallet'],
  controls: ['I2', 'B9', 'Serverless-LambdaAsyncFailureDestination', 'Serverless-LambdaDLQ'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) => {
    const configs = resource.assembly.about(resource, CONFIG);
    const stated = configs.map((one) => isComplete(one, resource));
    // a dead-letter queue of the function keeps what any of its versions fails at
    if (configs.length === 0 && isPresent(resource.get('DeadLetterConfig.TargetArn'))) return PASS;
    return worst([...stated, ...doorsOf(resource).map((door) => isKept(door, configs))]);
  },
};

/** What is invoked asynchronously: the function itself, or one of its aliases and versions. */
interface Door {
  readonly source: string;
  readonly qualifier: Resource | undefined;
  readonly isCertain: boolean;
}

function doorsOf(resource: Resource): Door[] {
  const { assembly } = resource;
  const qualifiers = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'].flatMap((type) => assembly.about(resource, type));
  return [resource, ...qualifiers].flatMap((target) => {
    const qualifier = target === resource ? undefined : target;
    const permitted = assembly.about(target, PERMISSION).flatMap((one) => invoker(one, qualifier));
    const scheduled = SCHEDULES.of(target.key, assembly).filter((one) => one.exists());
    return [...permitted, ...scheduled.map(() => ({ source: 'a schedule', qualifier, isCertain: true }))];
  });
}

function invoker(permission: Resource, qualifier: Resource | undefined): Door[] {
  const action = String(permission.get('Action') ?? '');
  if (/^lambda:/i.test(action) && !/^lambda:(InvokeFunction|Invoke\*|\*)$/i.test(action)) return [];
  const source = String(permission.get('Principal') ?? '');
  if (isUnknown(source)) return [{ source, qualifier, isCertain: false }];
  return isAsynchronousSource(source) ? [{ source, qualifier, isCertain: true }] : [];
}

const SCHEDULES = new Grouping(
  'AWS::Scheduler::Schedule',
  ({ Target }) => Target?.Arn,
  (schedule) => referencedKeys(String(schedule.get('Target.Arn') ?? '')),
);

function isKept({ source, qualifier, isCertain }: Door, configs: readonly Resource[]): Judgement {
  if (configs.some((one) => isAbout(one, qualifier))) return PASS;
  const name = qualifier ? qualifier.logicalId : 'it';
  const got = `${source} invoking ${name}, without an EventInvokeConfig`;
  return isCertain ? fail(got) : unknown(got);
}

function isAbout(config: Resource, qualifier: Resource | undefined): boolean {
  const said = config.get('Qualifier');
  if (isUnknown(said)) return true;
  if (!qualifier) return said === LATEST;
  return said === qualifier.get('Name') || referencedKeys(String(said)).includes(qualifier.key);
}

function isComplete(config: Resource, resource: Resource): Judgement {
  const keeps = [config.get('DestinationConfig.OnFailure.Destination'), resource.get('DeadLetterConfig.TargetArn')];
  if (!keeps.some(isPresent)) return fail(`${config.logicalId} without a destination for failures`);
  const open = ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds'].find((one) => !isPresent(config.get(one)));
  // Lambda's own are six hours and two more attempts
  return open ? advise(fail(`${config.logicalId} without ${open}`)) : PASS;
}
