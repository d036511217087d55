import type { Resource } from '../../core/assembly';
import { hiddenIn } from '../../core/hidden-parameters';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { secretIn } from '../../core/secret-detector';
import { definitionOf, isComputed, textsIn } from '../definition';

const PLACES = ['Definition', 'DefinitionString', 'DefinitionSubstitutions'];

/** It names the place and the kind of secret, never its value. A definition in S3 is no part of the template, as code is none. */
export const noSecretInDefinition: Rule = {
  id: 'WORKFLOW-06',
  types: ['AWS::StepFunctions::StateMachine'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no secret is written into the definition of a state machine',
  why: 'Whoever may describe the state machine, or read an execution, the template or the stack, reads the secret, and it is never rotated.',
  fix: 'keep it in Secrets Manager and read it in a task with GetSecretValue, or call HTTP endpoints through a Connection',
  topics: ['secrets'],
  controls: ['D1', 'D2', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check: (machine) => {
    const hidden = PLACES.flatMap((place) =>
      hiddenIn(machine.raw.Properties?.[place], machine.template).map((name) =>
        fail(`the hidden parameter ${name}`, `Properties.${place}`),
      ),
    );
    return worstOfAll([...hidden, ofDefinition(machine), judge(machine.get('DefinitionSubstitutions'), PLACES[2])]);
  },
};

function ofDefinition(machine: Resource): Judgement {
  const definition = definitionOf(machine);
  if (definition) return judge(definition, 'Definition');
  const text: unknown = machine.get('DefinitionString') ?? machine.get('Definition');
  if (text === undefined) return PASS;
  const at = 'Properties.DefinitionString';
  if (typeof text !== 'string' || /^(⟨[^⟩]*⟩)*$/.test(text))
    return unknown('a definition that cannot be read here', at);
  // a number that only the deployment fills in keeps it from being JSON, not from being read
  const pairs = [...text.matchAll(/"([^"\\]{1,100})"\s*:\s*"((?:[^"\\]|\\.)*)"/g)];
  return judge(
    Object.fromEntries(pairs.map(([, name, value], index) => [`${index}`, { [name]: value }])),
    'DefinitionString',
  );
}

function judge(value: unknown, place: string): Judgement {
  return worstOfAll(
    [...textsIn(value)].map(([name, text, path]) => {
      const kind = secretIn(isComputed(name, text) ? '' : name, text);
      return kind
        ? fail(`${name || 'a text'} holding ${kind}`, `Properties.${place}${place === 'Definition' ? path : ''}`)
        : PASS;
    }),
  );
}
