import { isGiven, isPlainMap, Properties, sub } from './intrinsic-shapes';
import { Grant, POLICY_TEMPLATES } from './policy-template-list';

const PARAMETER = /\{([A-Za-z.]+)\}/g;

/** The policy document of a SAM policy template; a text says why there is none. */
export function policyFromTemplate(name: string, values: unknown): Properties | string {
  const grants = Object.hasOwn(POLICY_TEMPLATES, name) ? POLICY_TEMPLATES[name] : undefined;
  if (!grants) return `${name}, a policy template that is not known here`;
  if (!isPlainMap(values)) return `${name} without parameters that can be read`;
  const missing = [...JSON.stringify(grants).matchAll(PARAMETER)]
    .map(([, one]) => one)
    .find((one) => !isGiven(values[one]));
  if (missing !== undefined) return `${name} without ${missing}`;
  return { Statement: grants.map((grant) => statementOf(grant, values)) };
}

function statementOf([actions, resources, condition]: Grant, values: Properties): Properties {
  const [operator, key, value] = condition?.split(' ') ?? [];
  return {
    ...allowing(actions, resources, values),
    ...(condition !== undefined && { Condition: { [operator]: { [key]: arnOf(value, values) } } }),
  };
}

/** A statement from `sqs: SendMessage ReceiveMessage` and `sqs|{QueueName}`. */
export function allowing(actions: string, resources: string, values: Properties): Properties {
  const named = resources.split(' ').map((one) => arnOf(one, values));
  return {
    Effect: 'Allow',
    Action: actions.split('; ').flatMap((of) => {
      const [service, names] = of.split(': ');
      return names.split(' ').map((name) => `${service}:${name}`);
    }),
    Resource: named.length === 1 ? named[0] : named,
  };
}

/** One resource, with the values in it. */
export function arnOf(pattern: string, values: Properties): unknown {
  const whole = /^\{([A-Za-z.]+)\}$/.exec(pattern)?.[1];
  if (whole !== undefined) return values[whole];
  // a dot in Fn::Sub would be an attribute
  const plain = (name: string): string => name.replace('.', '');
  const text = pattern
    .replace(PARAMETER, (_, name: string) => `\${${plain(name)}}`)
    .replace(/^([a-z0-9-]+)\|/, 'arn:${AWS::Partition}:$1:${AWS::Region}:${AWS::AccountId}:');
  const used = [...pattern.matchAll(PARAMETER)].map(([, name]) => [plain(name), values[name]]);
  if (used.length > 0) return sub(text, Object.fromEntries(used));
  return text.includes('${') ? sub(text) : text;
}
