import type { Resource } from '../../core/assembly';
import { hiddenIn } from '../../core/hidden-parameters';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { secretIn } from '../../core/secret-detector';

const AT = 'Properties.Environment.Variables';

/** It names the variable and the kind of secret, never its value. */
export const noSecretInEnvironment: Rule = {
  id: 'FUNCTION-11',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no secret is written into the environment of a function',
  why: 'Whoever may read the template, the stack or the function’s configuration reads the secret, and it is never rotated.',
  fix: 'keep it in Secrets Manager, pass secrets: { NAME: secret } and read it at run time',
  topics: ['secrets'],
  controls: ['D1', 'D2', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check: (resource) => {
    const variables = resource.get('Environment.Variables');
    const hidden = hiddenParameters(resource);
    if (typeof variables !== 'object' || variables === null) {
      return worstOfAll([...hidden, isUnknown(variables) ? unknown('variables that cannot be read here', AT) : PASS]);
    }
    return worstOfAll([
      ...Object.entries(variables).map(([name, value]) => judgeVariable(name, String(value))),
      ...hidden,
    ]);
  },
};

function judgeVariable(name: string, value: string): Judgement {
  const kind = secretIn(name, value);
  return kind ? fail(`${name} holding ${kind}`, `${AT}.${name}`) : PASS;
}

/** `NoEcho` hides a parameter's value in the console; written into an environment, everybody sees it there. */
function hiddenParameters({ raw, template }: Resource): Judgement[] {
  return hiddenIn(raw.Properties?.Environment, template).map((name) => fail(`the hidden parameter ${name}`, AT));
}
