import type { Assembly, Template } from './assembly';
import { isNamedLater, isSymbolic, isUnknown, literal, notKnown, pseudo, reference, splitText } from './text';

/** Deeper than any real template; a circle of outputs and parameters ends here. */
const DEEPEST = 100;
let depth = 0;
/** How many conditions, parameters, imports and outputs one value leads through: dozens, or it is a knot without an end. */
const MOST_STEPS = 10_000;
let steps = 0;

/** A value as it reads under the current choices. `undefined` stands for `AWS::NoValue`. */
export function resolve(value: unknown, template: Template): any {
  if (typeof value === 'string') return literal(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return notKnown('nested too deeply');
  if (depth === 0) steps = 0;
  depth++;
  try {
    if (Array.isArray(value)) return resolveList(value, template);
    const keys = Object.keys(value);
    if (keys.length === 1) {
      const [key] = keys;
      const argument = (value as Record<string, unknown>)[key];
      if (key === 'Ref') return resolveRef(argument, template);
      if (key === 'Condition' && typeof argument === 'string' && template.hasCondition(argument)) {
        return template.condition(argument);
      }
      if (key.startsWith('Fn::')) return (FUNCTIONS[key] ?? unsupported(key))(argument, template);
    }
    const result: Record<string, unknown> = {};
    for (const key of keys) {
      const one = resolve((value as Record<string, unknown>)[key], template);
      if (one !== undefined) result[literal(key)] = one;
    }
    return result;
  } finally {
    depth--;
  }
}

/** One placeholder: beside literals, nobody knows in which part a wildcard ends up. */
const isNothingElse = (text: unknown): boolean => /^⟨[^⟩]*⟩$/.test(String(text));

/** Whether to follow a name to what it stands for. Once an assembly has a knot, nobody tries again. */
export function mayFollow(assembly: Assembly): boolean {
  if (depth === 0) steps = 0;
  if (++steps > MOST_STEPS) assembly.isKnotted = true;
  return !assembly.isKnotted;
}

function resolveList(list: unknown[], template: Template): unknown[] {
  return list.map((one) => resolve(one, template)).filter((one) => one !== undefined);
}

function resolveRef(name: unknown, template: Template): any {
  if (typeof name !== 'string') return notKnown('Ref');
  if (name === 'AWS::NoValue') return undefined;
  if (name.startsWith('AWS::')) return pseudo(name);
  if (template.resources.has(name)) return reference(`${template.index}#${name}`);
  return template.parameter(name);
}

function getAtt(argument: unknown, template: Template): any {
  const [name, ...rest] = Array.isArray(argument) ? argument : String(argument).split('.');
  const attribute = rest.map((part) => (typeof part === 'string' ? part : '?')).join('.');
  const resource = template.resources.get(String(name));
  if (!resource || attribute.includes('?')) return notKnown(`${name}.${attribute}`);
  if (resource.type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
    return template.assembly.nestedOutput(resource, attribute.slice('Outputs.'.length));
  }
  return reference(`${template.index}#${name}`, attribute);
}

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : notKnown('not a text');

type Intrinsic = (argument: any, template: Template) => any;
const unsupported =
  (name: string): Intrinsic =>
  () =>
    notKnown(name);

const FUNCTIONS: Record<string, Intrinsic> = {
  'Fn::GetAtt': getAtt,
  'Fn::If': (argument, template) => {
    if (!Array.isArray(argument) || argument.length !== 3) return notKnown('Fn::If');
    return resolve(template.condition(String(argument[0])) ? argument[1] : argument[2], template);
  },
  'Fn::Join': (argument, template) => {
    const [delimiter, list] = Array.isArray(argument) ? argument.map((one) => resolve(one, template)) : [];
    if (typeof delimiter !== 'string' || !Array.isArray(list)) return notKnown('Fn::Join');
    return list.map(asText).join(delimiter);
  },
  'Fn::Sub': (argument, template) => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof text !== 'string') return notKnown('Fn::Sub');
    return literal(text).replace(/\$\{([^{}]*)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      const key = name.trim();
      if (variables && Object.prototype.hasOwnProperty.call(variables, key)) {
        return asText(resolve(variables[key], template));
      }
      return asText(key.includes('.') ? getAtt(key, template) : resolveRef(key, template));
    });
  },
  'Fn::Select': (argument, template) => {
    const [index, list] = Array.isArray(argument) ? argument.map((one) => resolve(one, template)) : [];
    if (!Array.isArray(list) || isSymbolic(index))
      return isNamedLater(list) && isNothingElse(list) ? list : notKnown('Fn::Select');
    // a placeholder may hold several parts, so positions behind it are not known
    const before = list.slice(0, Number(index) + 1);
    if (before.length <= Number(index) || before.slice(0, -1).some((one) => /⟨\d+#/.test(String(one)))) {
      return notKnown('Fn::Select');
    }
    return list[Number(index)];
  },
  'Fn::Split': (argument, template) => {
    const [delimiter, text] = Array.isArray(argument) ? argument.map((one) => resolve(one, template)) : [];
    if (typeof delimiter !== 'string' || typeof text !== 'string') return notKnown('Fn::Split');
    if (isUnknown(text))
      return notKnown(isNamedLater(text) && isNothingElse(text) ? 'parameter, in parts' : 'Fn::Split');
    return splitText(text, delimiter);
  },
  'Fn::FindInMap': (argument, template) => {
    if (!Array.isArray(argument)) return notKnown('Fn::FindInMap');
    const [map, first, second] = argument.slice(0, 3).map((one) => resolve(one, template));
    const fallback = resolve(argument[3]?.DefaultValue, template);
    return template.mapped(String(map), String(first), String(second), fallback);
  },
  'Fn::ImportValue': (argument, template) => template.assembly.exported(asText(resolve(argument, template)), template),
  'Fn::GetStackOutput': (argument, template) => {
    const wanted = resolve(argument, template);
    return template.assembly.stackOutput(asText(wanted?.StackName), asText(wanted?.OutputName));
  },
  'Fn::Base64': (argument, template) => asText(resolve(argument, template)),
  'Fn::ToJsonString': (argument, template) => JSON.stringify(resolve(argument, template)),
  'Fn::Equals': (argument, template) => {
    if (!Array.isArray(argument) || argument.length !== 2) return notKnown('Fn::Equals');
    const [left, right] = argument.map((one) => asText(resolve(one, template)));
    if (left === right && !isUnknown(left)) return true;
    const [a, b] = [left, right].map((one) => template.concrete(one));
    if (!isSymbolic(a) && !isSymbolic(b)) return a === b;
    return template.choose(`equals:${JSON.stringify(argument)}`, [true, false]);
  },
  'Fn::Not': (argument, template) => !holds(argument?.[0], template),
  'Fn::And': (argument, template) => (argument as unknown[]).map((one) => holds(one, template)).every(Boolean),
  'Fn::Or': (argument, template) => (argument as unknown[]).map((one) => holds(one, template)).some(Boolean),
};

/** What cannot be read goes both ways. */
function holds(part: unknown, template: Template): boolean {
  const value = resolve(part, template);
  return typeof value === 'boolean' ? value : template.choose(`part:${JSON.stringify(part)}`, [true, false]);
}
