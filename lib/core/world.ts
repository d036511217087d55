/** How many combinations of conditions and parameters one rule tries on one resource before it says "unknown". */
const MOST_RUNS = 64;

/**
 * The choices under which a template is being read: which way each undecidable condition goes, which value a parameter has.
 *
 * A rule reads plain values. Where a value depends on a choice, the first reading decides it and the judge runs the rule
 * again for each other option, so that a rule never sees `Fn::If` and correlated conditions stay correlated.
 */
export class World {
  private trail: { key: string; index: number; count: number }[] = [];
  private decided = new Map<string, number>();
  private runs = 0;
  /** Counts every reading of a choice: a value read without one may be cached. */
  public readings = 0;

  public choose(key: string, count: number): number {
    if (count < 2) return 0;
    this.readings++;
    const index = this.decided.get(key);
    if (index !== undefined) return index;
    this.decided.set(key, 0);
    this.trail.push({ key, index: 0, count });
    return 0;
  }

  /** Forgets every choice. */
  public begin(): void {
    if (this.trail.length > 0) {
      this.trail = [];
      this.decided.clear();
    }
    this.runs = 1;
  }

  /** Looks at something else without touching the choices that are being tried. */
  public aside<T>(look: () => T): T {
    const { trail, decided, runs } = this;
    Object.assign(this, { trail: [], decided: new Map(), runs: 1 });
    try {
      return look();
    } finally {
      Object.assign(this, { trail, decided, runs });
    }
  }

  /** Moves to the next combination; false when all were tried or there are too many (then `exhausted`). */
  public next(): boolean {
    while (this.trail.length > 0) {
      const last = this.trail[this.trail.length - 1];
      if (last.index + 1 < last.count) {
        if (this.runs >= MOST_RUNS) return false;
        this.runs++;
        last.index++;
        this.decided.set(last.key, last.index);
        return true;
      }
      this.decided.delete(last.key);
      this.trail.pop();
    }
    return false;
  }

  /** Whether combinations were left untried. */
  public get exhausted(): boolean {
    return this.runs >= MOST_RUNS && this.trail.length > 0;
  }
}
