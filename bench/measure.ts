/** CPU of this process, user and system, in milliseconds. Wall time says more about the neighbours than about us. */
export function cpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least of several runs: what the work costs when nothing else does. */
export function best(runs: number, once: () => number): number {
  return Math.min(...[...Array(runs)].map(once));
}

export const ms = (value: number): string => `${Math.round(value)} ms`;
export const ratio = (one: number, other: number): string => (one / other).toFixed(2);
