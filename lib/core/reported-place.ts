import type { Resource } from './assembly';
import type { Finding, Judgement } from './rule';

/**
 * Where a finding is reported. A resource that a transform adds is unknown to whoever wrote the template: the finding stands on
 * the one that brings it about, which also is where it can be waived.
 */
export function reported(resource: Resource, { got, at }: Judgement): Pick<Finding, 'logicalId' | 'got' | 'at'> {
  const { origin, logicalId } = resource;
  if (!origin) return { logicalId, got, at };
  const by = origin.at?.replace(/^Properties\.?/, '');
  const name = by ? `${logicalId} (by ${by})` : logicalId;
  return { logicalId: origin.logicalId, got: got === undefined ? name : `${name}: ${got}`, at: origin.at };
}

const HEAVIEST: readonly Finding['weight'][] = ['relaxed', 'warning', 'blocking'];

/** One finding for each rule and place: several resources that one brings about may break the same rule. */
export function oneForEach(findings: readonly Finding[]): Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const one of findings) {
    const key = `${one.ruleId} ${one.logicalId} ${one.stack}`;
    const before = byPlace.get(key);
    byPlace.set(key, before ? together(before, one) : one);
  }
  return [...byPlace.values()];
}

function together(one: Finding, other: Finding): Finding {
  const isWorse =
    HEAVIEST.indexOf(other.weight) > HEAVIEST.indexOf(one.weight) ||
    (other.weight === one.weight && other.verdict === 'fail' && one.verdict === 'unknown');
  const got = [one.got, other.got].filter((text) => text !== undefined).join(', ');
  const statements = [...(one.statements ?? []), ...(other.statements ?? [])];
  return {
    ...(isWorse ? other : one),
    ...(got !== '' && { got }),
    ...(statements.length > 0 && { statements: [...new Set(statements)].sort() }),
  };
}
