import type { Assembly } from './assembly';
import type { Rule } from './rule';

/** CDK's own note of its version. */
const NO_RESOURCE = 'AWS::CDK::Metadata';

/**
 * How many resources of which types no rule judges, the most first: neither as such nor with what they are about. Silence
 * about them is no pass.
 */
export function unjudgedTypes(assembly: Assembly, rules: readonly Rule[]): Map<string, number> {
  const judged = new Set(rules.flatMap(({ types }) => types));
  const nested = new Set(
    assembly.templates.flatMap(({ source: { nestedIn } }) =>
      nestedIn ? `${nestedIn.stack}#${nestedIn.logicalId}` : [],
    ),
  );
  const counts = new Map<string, number>();
  for (const { stack, resources } of assembly.templates) {
    for (const resource of resources.values()) {
      const { type, logicalId } = resource;
      if (type === NO_RESOURCE || judged.has(type) || nested.has(`${stack}#${logicalId}`)) continue;
      if (assembly.subjects(resource).some((subject) => judged.has(subject.type))) continue;
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  return new Map([...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)));
}

const MOST_NAMED = 5;

/** `12 resources of types no rule judges: AWS::ApiGatewayV2::Api × 1, …`; nothing when every type is judged. */
export function unjudgedText(types: ReadonlyMap<string, number>): string | undefined {
  if (types.size === 0) return undefined;
  const all = [...types.values()].reduce((sum, count) => sum + count, 0);
  const named = [...types].slice(0, MOST_NAMED).map(([type, count]) => `${type.slice(0, 100)} × ${count}`);
  const left = types.size - named.length;
  const more = left > 0 ? ` and ${left} more type${left === 1 ? '' : 's'}` : '';
  return `${all} resource${all === 1 ? '' : 's'} of types no rule judges: ${named.join(', ')}${more}`;
}
