import { FREE_TYPES, FREE_UNLESS, Price, PRICES } from './prices';

/** What one type of resource costs by existing, whoever uses it or not. */
export interface CostLine {
  readonly type: string;
  /** How many there are. */
  readonly count: number;
  /** What is counted, where it is not the resource itself: `12 metrics`. */
  readonly units?: string;
  /** Dollars per month. */
  readonly monthly: number;
}

/** The fixed cost of an application: what it costs in a month in which nobody uses it. */
export interface FixedCost {
  readonly lines: readonly CostLine[];
  /** Dollars per month, of what is known. */
  readonly monthly: number;
  /** Types whose price is not in the table, and resources whose size only the deployment knows. Never counted as free. */
  readonly unknown: readonly string[];
}

/**
 * The fixed monthly cost of templates: us-east-1, no free tier, every condition true. What is billed by use (requests,
 * storage, log volume) is not in it.
 */
export function fixedCost(templates: readonly { readonly Resources?: Record<string, any> }[]): FixedCost {
  const lines = new Map<string, { count: number; amount: number; monthly: number; said?: Price['said'] }>();
  const unknown = new Set<string>();
  for (const [logicalId, resource] of templates.flatMap(({ Resources }) => Object.entries(Resources ?? {}))) {
    const type = String(resource?.Type ?? '');
    const price = PRICES[type];
    if (!price) {
      const unless = FREE_UNLESS[type];
      if (unless && resource.Properties?.[unless] !== undefined) unknown.add(`${type} ${logicalId} with ${unless}`);
      else if (!unless && !FREE_TYPES.has(type) && !type.startsWith('Custom::')) unknown.add(type);
      continue;
    }
    const amount = price.amount ? price.amount(resource.Properties ?? {}) : 1;
    if (amount === undefined || !Number.isFinite(amount)) {
      unknown.add(`${type} ${logicalId}`);
      continue;
    }
    if (amount === 0) continue;
    const line = lines.get(type) ?? { count: 0, amount: 0, monthly: 0, said: price.said };
    line.count++;
    line.amount += amount;
    line.monthly += amount * price.each;
    lines.set(type, line);
  }
  const sorted = [...lines]
    .map(([type, { count, amount, monthly, said }]): CostLine => ({
      type,
      count,
      ...(said && { units: said(amount, count) }),
      monthly: cents(monthly),
    }))
    .sort((a, b) => b.monthly - a.monthly || a.type.localeCompare(b.type));
  return {
    lines: sorted,
    monthly: cents(sorted.reduce((sum, { monthly }) => sum + monthly, 0)),
    unknown: [...unknown].sort(),
  };
}

const cents = (dollars: number): number => Math.round(dollars * 100) / 100;
