import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { coversResource } from '../../core/resource-arns';
import { fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { jsonOf } from '../redrive';

/** "The dead-letter queue of a FIFO queue must also be a FIFO queue", SetQueueAttributes, Amazon SQS API reference. */
export const deadLettersAreTaken: Rule = {
  id: 'QUEUE-07',
  types: ['AWS::SQS::Queue'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the dead-letter queue takes what its source gives up: it is of the same kind and lets it in',
  why: 'SQS refuses a FIFO queue whose dead-letter queue is not FIFO, the other way round too, and one that the redrive allow policy leaves out.',
  fix: 'use SecureQueue, which finds or makes the right one, or set fifo alike on both and name the source in redriveAllowPolicy',
  topics: ['deployability', 'availability'],
  controls: ['B9', 'I2'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (source) => {
    const redrive = jsonOf(source, 'RedrivePolicy');
    if (redrive === undefined || redrive === 'unknown') return PASS; // nothing is known of another queue
    const target = source.assembly.find(redrive.deadLetterTargetArn, source.type);
    if (!target?.exists()) return PASS;
    return worst([ofSameKind(source, target), letsIn(source, target)]);
  },
};

function ofSameKind(source: Resource, target: Resource): Judgement {
  const [one, other] = [source, target].map((queue) => is(queue.get('FifoQueue') ?? false, true));
  const at = 'Properties.RedrivePolicy';
  if (one === 'unknown' || other === 'unknown') return unknown('FifoQueue is only known at deployment', at);
  const kind = { pass: 'FIFO', fail: 'standard' };
  return one === other ? PASS : fail(`the ${kind[other]} queue ${target.logicalId} for a ${kind[one]} one`, at);
}

function letsIn(source: Resource, target: Resource): Judgement {
  const allow = jsonOf(target, 'RedriveAllowPolicy');
  if (allow === undefined) return PASS;
  const at = 'Properties.RedrivePolicy';
  const who = `the redrive allow policy of ${target.logicalId}`;
  if (allow === 'unknown' || isUnknown(allow.redrivePermission)) return unknown(`${who} cannot be read here`, at);
  const permission = allow.redrivePermission ?? 'allowAll';
  if (permission === 'allowAll') return PASS;
  const named = [allow.sourceQueueArns ?? []].flat().map(String);
  if (permission === 'byQueue' && coversResource(named, source)) return PASS;
  if (permission === 'byQueue' && named.some(isUnknown)) return unknown(`${who} is only known at deployment`, at);
  return fail(`${who}, which says ${readable(permission)}, leaves it out`, at);
}
