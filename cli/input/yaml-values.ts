import { isAlias, isMap, isPair, isScalar, isSeq, Node, Scalar, YAMLMap } from 'yaml';
import { longForm, SHORT_FORMS } from './short-forms';
import { Unreadable } from './unreadable';

/** How many values aliases may stand for in all: a "billion laughs" is ten levels of ten. */
const MOST_ALIASED = 100_000;

/** CloudFormation reads YAML 1.1's words as booleans, but not its letters y and n. */
const WORDS: Readonly<Record<string, boolean>> = { yes: true, on: true, no: false, off: false };
const WORD = /^(yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/;

interface Anchored {
  readonly value: unknown;
  readonly size: number;
}

/** Turns nodes into the JSON that CloudFormation makes of them. */
export class YamlValues {
  private readonly anchors = new Map<string, Anchored | 'open'>();
  private aliased = 0;
  private count = 0;

  constructor(private readonly lineAt: (offset: number) => number) {}

  public of(node: unknown): unknown {
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.alias(node.source, node as Node);
    const { anchor } = node as { anchor?: string };
    const before = this.count++;
    if (anchor !== undefined) this.anchors.set(anchor, 'open');
    const value = this.tagged(node as Node);
    if (anchor !== undefined) this.anchors.set(anchor, { value, size: this.count - before });
    return value;
  }

  /** Where each resource begins, merged and aliased ones excepted. */
  public resourceLines(root: unknown): Map<string, number> {
    const found = new Map<string, number>();
    if (!isMap(root)) return found;
    for (const { key, value } of root.items) {
      if (textOf(key) !== 'Resources' || !isMap(value)) continue;
      for (const pair of value.items) {
        const logicalId = textOf(pair.key);
        if (logicalId !== undefined) found.set(logicalId, this.lineOf(pair.key));
      }
    }
    return found;
  }

  private tagged(node: Node): unknown {
    const { tag } = node as { tag?: string };
    if (tag === undefined || !tag.startsWith('!')) return this.plain(node);
    if (tag === '!') return isScalar(node) ? String(node.value) : this.plain(node);
    if (!SHORT_FORMS.has(tag)) {
      throw new Unreadable(`unknown tag ${tag}; CloudFormation has no such function`, this.lineOf(node));
    }
    return longForm(tag, this.plain(node));
  }

  private plain(node: Node): unknown {
    if (isScalar(node)) return scalar(node);
    if (isSeq(node)) return node.items.map((one) => this.of(isPair(one) ? one.value : one));
    return this.map(node as YAMLMap);
  }

  private map(node: YAMLMap): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const own = new Set<string>();
    const merged: unknown[] = [];
    for (const { key, value } of node.items) {
      if (isScalar(key) && key.type === 'PLAIN' && key.source === '<<') {
        merged.push(this.merged(value, key));
        continue;
      }
      const name = this.name(key);
      if (own.has(name)) throw new Unreadable(`duplicate key '${name}'`, this.lineOf(key));
      own.add(name);
      define(result, name, this.of(value));
    }
    for (const [name, value] of merged.flat().flatMap((one) => Object.entries(one as object))) {
      if (!own.has(name)) define(result, name, value);
      own.add(name); // of several maps to merge, the first wins
    }
    return result;
  }

  private merged(value: unknown, key: unknown): object[] {
    const maps = [this.of(value)].flat();
    if (maps.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))) return maps as object[];
    throw new Unreadable("expected '<<' to merge mappings", this.lineOf(key));
  }

  private name(key: unknown): string {
    if (isAlias(key)) {
      const value = this.of(key);
      if (typeof value === 'string') return value;
    }
    const name = textOf(key);
    if (name === undefined) throw new Unreadable('expected a key to be a text', this.lineOf(key));
    return name;
  }

  private alias(name: string, node: Node): unknown {
    const anchored = this.anchors.get(name);
    if (anchored === undefined) throw new Unreadable(`alias *${name} without an anchor before it`, this.lineOf(node));
    if (anchored === 'open') throw new Unreadable(`alias *${name} contains itself`, this.lineOf(node));
    this.aliased += anchored.size;
    this.count += anchored.size;
    if (this.aliased > MOST_ALIASED) {
      throw new Unreadable(`aliases that stand for more than ${MOST_ALIASED} values`, this.lineOf(node));
    }
    return anchored.value;
  }

  private lineOf(node: unknown): number {
    const range = (node as { range?: readonly number[] | null } | null)?.range;
    return this.lineAt(range?.[0] ?? 0);
  }
}

/** A key as it is written: `2012-10-17`, `012345678901` and `yes` are texts. */
function textOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return key.type === 'PLAIN' ? (key.source ?? '') : String(key.value ?? '');
}

function scalar({ value, type, source = '', tag }: Scalar): unknown {
  if (type === 'PLAIN' && tag === undefined) {
    if (WORD.test(source)) return WORDS[source.toLowerCase()];
    // an account id with a zero in front, or a number too large for JavaScript, keeps its digits
    if (typeof value === 'number' && (/^[-+]?0\d/.test(source) || !Number.isFinite(value) || isRounded(value))) {
      return source;
    }
  }
  if (typeof value === 'bigint') return String(value);
  return value ?? null;
}

const isRounded = (value: number): boolean => Number.isInteger(value) && !Number.isSafeInteger(value);

/** Also for a key `__proto__`. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
