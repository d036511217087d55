import { App, CfnResource, IPolicyValidationPlugin, Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { Rule } from './rule';
import { readState, stateOf } from './tree-state';
import { checkWaiver, Waiver, WAIVERS } from './waivers';

/** What `SecurityGate.enforce` was told; plain data, so that another copy of the library can read it. */
export interface GateSettings {
  readonly mode: 'block' | 'report';
  readonly edition?: string;
  readonly baseline?: string;
  /** Write today's findings to the baseline instead of blocking on them. */
  readonly writeBaseline?: boolean;
  readonly strictWaivers: boolean;
  readonly waivers: readonly (Waiver & { readonly path?: string })[];
  /** The organisation's own: the one thing here that is code. */
  readonly rules?: readonly Rule[];
  /** Accounts of the same owner. */
  readonly trustedAccounts?: readonly string[];
}

interface Copy {
  readonly version: string;
}

const GATE = 'gate';
const COPIES = 'copies';
const SECURE = 'secure';
const WAIVABLE = 'waivable';
const OWNED = 'owned';
const WATCHED = 'watched';
/** The construct that an App adds to itself before it synthesizes anything. */
export const TREE = 'Tree';

/** What core needs of the gate without importing it: `gate-plugin.ts` hands itself in. */
export interface GateMaker {
  readonly version: string;
  plugin(root: IConstruct, copy: number): IPolicyValidationPlugin;
  /** Findings that block a Stage, as messages. */
  problemsOf(stage: IConstruct): string[];
}

let maker: GateMaker | undefined;
export const provideGate = (one: GateMaker): void => void (maker = one);

/**
 * Marks a construct as one of ours: what stands below it is judged, and its waivers count. Without a second argument, even
 * an undefined one, it is a shared construct, which has no property for waivers.
 */
export function secured(construct: IConstruct, ...props: [waivers?: Waiver[]]): void {
  stateOf(construct).set(SECURE, true);
  stateOf(construct).set(WAIVABLE, props.length > 0);
  for (const waiver of props[0] ?? []) {
    checkWaiver(waiver);
    stateOf(construct)
      .list<Waiver>(WAIVERS)
      .push({ ...waiver });
  }
  attachGate(construct);
}

/** Makes a secure construct a mere part of the one around it, whose waivers then cover it. */
export const partOfParent = (inner: IConstruct): void => stateOf(inner).set(SECURE, undefined);

/** Whether whoever makes the construct can pass it waivers. */
export const takesWaivers = (construct: IConstruct): boolean => readState(construct, WAIVABLE) === true;

/** Registers a resource that a secure construct made outside its own subtree. */
export function owns(construct: IConstruct, resource: CfnResource): void {
  stateOf(resource).set(OWNED, construct.node.path);
}

/** The secure construct a node belongs to: the nearest one above it, or the one that registered it. */
export function secureOwner(node: IConstruct): IConstruct | undefined {
  for (let at: IConstruct | undefined = node; at; at = at.node.scope) {
    if (readState(at, SECURE)) return at;
    const owner = readState<string>(at, OWNED);
    if (owner !== undefined) return nodeAt(node.node.root, owner);
  }
  return undefined;
}

const nodeAt = (root: IConstruct, path: string): IConstruct | undefined =>
  path.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), root);

/** Makes sure that the gate will run, wherever the scope is synthesized. Never throws. */
export function attachGate(scope: IConstruct): void {
  if (!maker)
    throw new Error('GATE-05: expected the gate to be loaded with the library; import from cdk-secure-serverless');
  const { root } = scope.node;
  if (App.isApp(root)) attachPlugin(root, maker);
  for (let at: IConstruct | undefined = scope; at; at = at.node.scope) {
    if (Stage.isStage(at) && !App.isApp(at)) watchStage(at, maker);
  }
}

const attached = new WeakSet<IConstruct>();

function attachPlugin(root: IConstruct, { version, plugin }: GateMaker): void {
  if (attached.has(root)) return;
  attached.add(root);
  const copies = stateOf(root).list<Copy>(COPIES);
  copies.push({ version });
  Validations.of(root).addPlugins(plugin(root, copies.length - 1));
}

/** CDK runs no plugins when a Stage is synthesized on its own; a node validation then judges it. */
function watchStage(stage: IConstruct, { problemsOf }: GateMaker): void {
  if (readState(stage, WATCHED)) return;
  stateOf(stage).set(WATCHED, true);
  stage.node.addValidation({ validate: () => (appIsSynthesizing(stage) ? [] : problemsOf(stage)) });
}

/** The App adds its tree metadata before anything else; then the plugin is going to run and needs no double. */
const appIsSynthesizing = ({ node: { root } }: IConstruct): boolean =>
  App.isApp(root) && root.node.tryFindChild(TREE) !== undefined;

/** With several copies of the library in one app, the newest judges; of equals, the first. */
export function isElected(root: IConstruct, copy: number): boolean {
  const copies = stateOf(root).list<Copy>(COPIES);
  const newest = copies.reduce((best, one, index) => (isNewer(one.version, copies[best].version) ? index : best), 0);
  return newest === copy;
}

function isNewer(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => version.split(/[.-]/).map(Number));
  const at = [0, 1, 2].find((index) => (a[index] || 0) !== (b[index] || 0));
  return at !== undefined && (a[at] || 0) > (b[at] || 0);
}

export const settingsOf = (root: IConstruct): GateSettings | undefined => readState<GateSettings>(root, GATE);
export const setSettings = (root: IConstruct, settings: GateSettings): void => stateOf(root).set(GATE, settings);
