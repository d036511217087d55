import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

const AT = 'Properties.KmsKeyIdentifier';

/** It only warns: a pipe stores its filters and templates, never an event. */
export const pipeKeyFitsDataClass: Rule = {
  id: 'BUS-13',
  types: ['AWS::Pipes::Pipe'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'the filters and templates of a pipe for personal or secret events are encrypted with a customer key',
  why: 'What a pipe looks for in events, and makes of them, may name the people and numbers that are in them.',
  fix: 'use SecurePipe, or set KmsKeyIdentifier and let the role of the pipe use the key; or correct the tag data-class',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (pipe) => {
    const tags: unknown = pipe.get('Tags');
    const stated: unknown = isUnknown(tags) ? undefined : (tags as any)?.['data-class'];
    if (stated === undefined || stated === 'internal') return PASS;
    const key: unknown = pipe.get('KmsKeyIdentifier');
    return isPresent(key) ? PASS : fail(`no key for events of class ${readable(stated)}`, AT);
  },
};
