import type { Resource } from '../../core/assembly';
import { hiddenIn } from '../../core/hidden-parameters';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { secretIn } from '../../core/secret-detector';
import { isSymbolic, isUnknown } from '../../core/text';

const AT = 'Properties.Value';

/** CloudFormation makes parameters of type String and StringList only: what it writes there, `ssm:GetParameter` alone reads. */
export const noSecretInParameterStore: Rule = {
  id: 'SECRET-05',
  types: ['AWS::SSM::Parameter'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no secret is written into a parameter of Parameter Store',
  why: 'CloudFormation cannot make a SecureString: the value stands unencrypted in the parameter, and in the template.',
  fix: 'use SecureSecret, or make the SecureString outside of CloudFormation and refer to it by name',
  topics: ['secrets'],
  controls: ['D1', 'D2', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check: (parameter) => worstOfAll([judgeValue(parameter), ...hiddenParameters(parameter)]),
};

function judgeValue(parameter: Resource): Judgement {
  const value = parameter.get('Value');
  if (value !== undefined && typeof value !== 'string') return unknown('a value that cannot be read here', AT);
  const name = parameter.get('Name');
  const called = [isSymbolic(name) ? undefined : name, parameter.logicalId.replace(/[0-9A-F]{8}$/, '')];
  for (const one of called) {
    const kind = typeof one === 'string' ? secretIn(one, value ?? '') : undefined;
    if (kind) return fail(kind, AT);
  }
  // what a parameter of the template brings is judged there
  return isUnknown(value) && !/parameter /.test(value!) ? unknown('a value only known at deployment', AT) : PASS;
}

function hiddenParameters({ raw, template }: Resource): Judgement[] {
  return hiddenIn(raw.Properties?.Value, template).map((name) => fail(`the hidden parameter ${name}`, AT));
}
