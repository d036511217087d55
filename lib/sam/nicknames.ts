import { isMap, Properties } from './intrinsic-shapes';

/** `Function.Alias` and the like: what a template may call the resources that SAM generates for it. */
export function withoutNicknames(body: Properties, nicknames: ReadonlyMap<string, string>): Properties {
  if (nicknames.size === 0) return body;
  const real = (name: string): string => {
    const [id, part, ...attribute] = name.trim().split('.');
    const found = part === undefined ? undefined : nicknames.get(`${id}.${part}`);
    return found === undefined ? name : [found, ...attribute].join('.');
  };
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isMap(value)) return value;
    const keys = Object.keys(value);
    if (keys.length === 1) {
      const argument: unknown = value[keys[0]];
      if (keys[0] === 'Ref' && typeof argument === 'string') return { Ref: real(argument) };
      if (keys[0] === 'Fn::GetAtt') return ofAttribute(argument, real) ?? value;
      if (keys[0] === 'Fn::Sub') return { 'Fn::Sub': ofText(argument, real, visit) };
    }
    return Object.fromEntries(keys.map((key) => [key, visit(value[key])]));
  };
  return visit(body) as Properties;
}

function ofAttribute(argument: unknown, real: (name: string) => string): Properties | undefined {
  const parts: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (!parts.every((one) => typeof one === 'string')) return undefined;
  const [id, ...attribute] = real(parts.join('.')).split('.');
  return { 'Fn::GetAtt': [id, attribute.join('.')] };
}

function ofText(argument: unknown, real: (name: string) => string, visit: (value: unknown) => unknown): unknown {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument, undefined];
  if (typeof text !== 'string') return argument;
  const own = isMap(variables) ? variables : {};
  const replaced = text.replace(/\$\{([^!{}][^{}]*)\}/g, (whole, name: string) =>
    Object.hasOwn(own, name.trim()) ? whole : `\${${real(name)}}`,
  );
  return variables === undefined ? replaced : [replaced, visit(variables)];
}
