/** A place in a raw value that points at something else in the template. */
export interface Mention {
  readonly name: string;
  /** The nested stack's output, for `Fn::GetAtt [Nested, Outputs.X]`. */
  readonly output?: string;
}

/** Every Ref, GetAtt and Sub in a raw value, in all branches of every condition. */
export function references(value: unknown, found: Mention[] = []): Mention[] {
  if (typeof value !== 'object' || value === null) return found;
  if (Array.isArray(value)) {
    for (const one of value) references(one, found);
    return found;
  }
  const keys = Object.keys(value);
  if (keys.length === 1) {
    const [key] = keys;
    const argument: any = (value as Record<string, unknown>)[key];
    if (key === 'Ref' && typeof argument === 'string') {
      found.push({ name: argument });
      return found;
    }
    if (key === 'Fn::GetAtt') {
      const [name, ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
      const attribute = rest.join('.');
      found.push({ name, output: attribute.startsWith('Outputs.') ? attribute.slice(8) : undefined });
      return found;
    }
    if (key === 'Fn::Sub') {
      const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
      for (const [, name] of String(text).matchAll(/\$\{([^!{}][^{}]*)\}/g)) {
        const [resource, ...rest] = name.trim().split('.');
        if (!(variables && resource in variables)) {
          const attribute = rest.join('.');
          found.push({ name: resource, output: attribute.startsWith('Outputs.') ? attribute.slice(8) : undefined });
        }
      }
      references(variables, found);
      return found;
    }
  }
  for (const key of keys) references((value as Record<string, unknown>)[key], found);
  return found;
}
