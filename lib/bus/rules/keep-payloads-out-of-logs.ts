import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

export const keepPayloadsOutOfLogs: Rule = {
  id: 'BUS-08',
  types: ['AWS::Events::EventBus', 'AWS::Pipes::Pipe'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'payloads of events stay out of logs, unless a customer key encrypts them',
  why: 'Logs are read by more people, and kept longer, than the events themselves; what was personal data there is so here.',
  fix: 'set includeDetail of the bus to IncludeDetail.NONE, leave IncludeExecutionData of the pipe away, or encrypt with a key',
  topics: ['logging', 'encryption'],
  controls: ['G3', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) => (resource.type === 'AWS::Pipes::Pipe' ? ofPipe(resource) : ofBus(resource)),
};

/** The details in the records of a bus with a key are encrypted with it. */
function ofBus(bus: Resource): Judgement {
  const said: unknown = bus.get('LogConfig.IncludeDetail');
  const at = 'Properties.LogConfig.IncludeDetail';
  if (said === undefined || said === 'NONE' || isPresent(bus.get('KmsKeyIdentifier'))) return PASS;
  return isUnknown(said) ? unknown('IncludeDetail is not known', at) : fail(`IncludeDetail ${said}`, at);
}

function ofPipe(pipe: Resource): Judgement {
  const said: unknown = pipe.get('LogConfiguration.IncludeExecutionData');
  const at = 'Properties.LogConfiguration.IncludeExecutionData';
  if (!isPresent(said)) return PASS;
  const group: unknown = pipe.get('LogConfiguration.CloudwatchLogsLogDestination.LogGroupArn');
  const found = pipe.assembly.find(group, 'AWS::Logs::LogGroup');
  if (found && isPresent(found.get('KmsKeyId'))) return PASS;
  if (isUnknown(said) || (group !== undefined && !found)) return unknown('payloads in a log that is not seen here', at);
  return fail('IncludeExecutionData ALL', at);
}
