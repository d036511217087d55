import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

/** The definition of a state machine as the template holds it. `undefined`: only the deployment knows it, or it lies in S3. */
export function definitionOf(machine: Resource): Record<string, unknown> | undefined {
  const written: unknown = machine.get('Definition');
  if (typeof written === 'object' && written !== null) return written as Record<string, unknown>;
  const text: unknown = machine.get('DefinitionString');
  return typeof text === 'string' ? parsed(text) : undefined;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Every named text in a value, with the path it stands at. */
export function* textsIn(
  value: unknown,
  name = '',
  path = '',
): Generator<readonly [name: string, text: string, path: string]> {
  if (typeof value === 'string') yield [name, value, path];
  else if (Array.isArray(value))
    for (const [index, one] of value.entries()) yield* textsIn(one, name, `${path}.${index}`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) yield* textsIn(one, key, `${path}.${key}`);
}

/** `$.order.token`, `{% $states.input.token %}`, `password.$`: what the state machine computes is no literal. */
export const isComputed = (name: string, text: string): boolean =>
  name.endsWith('.$') || /^\s*(\$|\{%|States\.)/.test(text) || isUnknown(text);

/** A state, and where it stands below the properties of its machine. */
export interface PlacedState {
  readonly name: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly at: string;
}

type Parts = Readonly<Record<string, any>>;

/** Every state of a definition, those within Map and Parallel too. */
export function* statesIn(part: Parts, at = 'Definition'): Generator<PlacedState> {
  const states: unknown = part.States;
  if (typeof states !== 'object' || states === null) return;
  for (const [name, state] of Object.entries<any>(states)) {
    if (typeof state !== 'object' || state === null) continue;
    const place = `${at}.States.${name}`;
    yield { name, state, at: place };
    // `Iterator` is the older name of `ItemProcessor`
    for (const key of ['ItemProcessor', 'Iterator']) if (state[key]) yield* statesIn(state[key], `${place}.${key}`);
    const branches: unknown[] = Array.isArray(state.Branches) ? state.Branches : [];
    for (const [index, branch] of branches.entries()) yield* statesIn(Object(branch), `${place}.Branches.${index}`);
  }
}
