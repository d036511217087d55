/** What each node points at, by number. */
export type Graph = readonly (readonly number[])[];

/**
 * The groups of nodes that cannot be ordered: strongly connected components of more than one node, or of one that points
 * at itself. Tarjan's algorithm with a stack of its own: a long chain must not exhaust the call stack.
 */
export function tangles(graph: Graph): number[][] {
  const found: number[][] = [];
  const order = new Int32Array(graph.length).fill(-1);
  const lowest = new Int32Array(graph.length);
  const next = new Int32Array(graph.length);
  const isOpen = new Uint8Array(graph.length);
  const open: number[] = [];
  const work: number[] = [];
  let entered = 0;
  const enter = (node: number) => {
    order[node] = lowest[node] = entered++;
    isOpen[node] = 1;
    open.push(node);
    work.push(node);
  };
  for (let root = 0; root < graph.length; root++) {
    if (order[root] < 0) enter(root);
    while (work.length > 0) {
      const node = work[work.length - 1];
      if (next[node] < graph[node].length) {
        const target = graph[node][next[node]++];
        if (order[target] < 0) enter(target);
        else if (isOpen[target] && order[target] < lowest[node]) lowest[node] = order[target];
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent !== undefined && lowest[node] < lowest[parent]) lowest[parent] = lowest[node];
      if (lowest[node] !== order[node]) continue;
      const group = open.splice(open.lastIndexOf(node));
      for (const one of group) isOpen[one] = 0;
      if (group.length > 1 || graph[node].includes(node)) found.push(group);
    }
  }
  return found;
}

/** Enough to find the shortest way round in any tangle a person made. */
const MOST_STARTS = 50;

/** The shortest way round inside a tangle, from the first of equals; its first node is repeated at the end. */
export function shortestCycle(graph: Graph, tangle: readonly number[]): number[] {
  const inside = new Set(tangle);
  let best: number[] = [];
  for (const start of tangle.slice(0, MOST_STARTS)) {
    const round = wayBack(graph, start, inside);
    if (round && (best.length === 0 || round.length < best.length)) best = round;
  }
  return best;
}

function wayBack(graph: Graph, start: number, inside: ReadonlySet<number>): number[] | undefined {
  const cameFrom = new Map<number, number>();
  let edge = [start];
  while (edge.length > 0) {
    const next: number[] = [];
    for (const node of edge) {
      for (const target of graph[node]) {
        if (target === start) {
          const round = [start];
          for (let at: number | undefined = node; at !== undefined; at = cameFrom.get(at)) round.unshift(at);
          return round;
        }
        if (!inside.has(target) || cameFrom.has(target)) continue;
        cameFrom.set(target, node);
        next.push(target);
      }
    }
    edge = next;
  }
  return undefined;
}
