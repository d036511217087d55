import { IConstruct } from 'constructs';
import { Resource, Template } from './assembly';
import { ProfileName } from './profile';
import { isNamedLater } from './text';

/**
 * `unknown`: the value is only known at deploy time. It is never counted as a pass.
 */
export type Verdict = 'pass' | 'fail' | 'unknown';

/** A verdict with what was seen, so that a message can say "expected …, got …". */
export interface Judgement {
  readonly verdict: Verdict;
  /** What the template says, in plain words. */
  readonly got?: string;
  /** Where, below the resource: `Properties.PolicyDocument.Statement.0`. */
  readonly at?: string;
  /** Every place that is as bad, when there are several. */
  readonly places?: readonly string[];
  /** It only warns where no secure construct promised it, whatever the rule's severity: see `advise`. */
  readonly mild?: boolean;
}

export type Topic =
  | 'public-access'
  | 'cross-account'
  | 'least-privilege'
  | 'encryption'
  | 'transport'
  | 'logging'
  | 'monitoring'
  | 'secrets'
  | 'auth'
  | 'availability'
  | 'retention'
  | 'denial-of-wallet'
  | 'throttling'
  | 'waf'
  | 'validation'
  | 'confused-deputy'
  | 'deployability'
  | 'supply-chain'
  | 'organization'
  | 'gate';

/** What happens to a running system when the rule is made to hold on an existing resource. */
export type Migration =
  | 'none' // metadata only
  | 'in-place' // CloudFormation updates without interruption
  | 'breaks-callers' // in place, but who relied on the weakness stops working
  | 'replaces' // the resource (never a stateful one) is replaced
  | 'manual'; // needs a person: data or callers have to move

export type Reach = 'construct' | 'blueprint' | 'mixin';

/** What a rule may look at when it says its secure values. */
export interface SecureContext<Props> {
  readonly scope: IConstruct;
  readonly id: string;
  readonly given: Props;
  readonly profile: ProfileName;
}

/** A fact about a CloudFormation resource, stated once and read by construct, blueprint, mixin, gate and documents. */
export interface Rule<Props extends object = any> {
  /** `BUCKET-01`: stable for ever, never reused. */
  readonly id: string;
  /** CloudFormation types it judges, or `TEMPLATE` for a rule about a whole template. */
  readonly types: readonly string[];
  /** Warnings never block. */
  readonly severity: 'error' | 'warning';
  /** On what no secure construct made it only warns, as `advise` does for single judgements. */
  readonly advised?: boolean;
  /** Profiles may relax `assurance` only. */
  readonly tier: 'invariant' | 'assurance';
  /** The edition that made it block. */
  readonly since: string;
  /** The state that holds when it passes: completes "expected …". Lower case, no period. */
  readonly title: string;
  /** What goes wrong when it does not hold. */
  readonly why: string;
  /** Imperative, names the property to set: completes "…; do". */
  readonly fix: string;
  readonly topics: readonly Topic[];
  /** Our catalogue's rows and published ids (FSBP, OWASP, cdk-nag). */
  readonly controls: readonly string[];
  readonly migration: Migration;
  /** Who can make it hold. Nobody: the gate only judges. */
  readonly reaches: readonly Reach[];
  /** How to make it hold. */
  readonly secure?: {
    /** For the L2: secure values of its props. */
    readonly props?: (context: SecureContext<Props>) => Partial<Props>;
    /** In the template: properties in CloudFormation's own casing, merged below what is already there. */
    readonly cfn?: (context: { readonly profile: ProfileName }) => object;
  };
  /** Only when comparing with `secure.cfn` is not enough. */
  readonly check?: (resource: Resource, template: Template) => Verdict | Judgement;
}

/** The pseudo type of rules that judge a whole template. */
export const TEMPLATE = 'Template';

/** The pseudo type of an organisation's rules that judge every resource. */
export const EVERYTHING = '*';

/** One verdict that is not `pass`, at one place. */
export interface Finding {
  readonly ruleId: string;
  readonly verdict: 'fail' | 'unknown';
  /** Whether it blocks, once nobody waived it. `relaxed`: an assurance its profile does not give. */
  readonly weight: 'blocking' | 'warning' | 'relaxed';
  /** It only warns because the edition is older than this one, from which it blocks. */
  readonly blocksFrom?: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly got?: string;
  readonly at?: string;
  /** Digests of the policy statements that are wrong: one that is changed, or comes later, is another weakness. */
  readonly statements?: readonly string[];
  readonly topics: readonly Topic[];
  readonly controls: readonly string[];
  readonly stack: string;
  readonly templateFile: string;
  readonly logicalId: string;
  readonly type: string;
  readonly constructPath?: string;
  readonly profile: ProfileName;
}

export const PASS: Judgement = { verdict: 'pass' };
export const fail = (got?: string, at?: string): Judgement => ({ verdict: 'fail', got, at });
export const unknown = (got?: string, at?: string): Judgement => ({ verdict: 'unknown', got, at });

/**
 * The same, as a warning on what no secure construct made: for what a rule wishes for beyond what AWS's documentation calls
 * insecure, and for names that whoever deploys gives (docs/decisions/0012-advice-and-demands.md).
 */
export const advise = (judgement: Judgement): Judgement =>
  judgement.verdict === 'pass' ? judgement : { ...judgement, mild: true };

/** A name that only the deployment gives warns; anything else that cannot be read here is as unknown as ever. */
export const unknownName = (value: unknown, got: string, at?: string): Judgement =>
  isNamedLater(value) ? advise(unknown(got, at)) : unknown(got, at);

const ORDER: Record<Verdict, number> = { pass: 0, unknown: 2, fail: 3 };

/** How bad a judgement is, among several. */
export const gravity = ({ verdict, mild }: Judgement): number => (mild && verdict !== 'pass' ? 1 : ORDER[verdict]);

/** The worst of several judgements; the first of equals. */
export function worst(judgements: Iterable<Verdict | Judgement>): Judgement {
  let result = PASS;
  for (const one of judgements) {
    const judgement = asJudgement(one);
    if (gravity(judgement) > gravity(result)) result = judgement;
  }
  return result;
}

/** The worst of several judgements with everything that is as bad, so that nobody mends one and meets the next. */
export function worstOfAll(judgements: Iterable<Verdict | Judgement>): Judgement {
  const all = [...judgements].map(asJudgement);
  const result = worst(all);
  if (result.verdict === 'pass') return result;
  const bad = all.filter((one) => one.verdict === result.verdict && gravity(one) === gravity(result));
  const seen = bad.filter(({ got }) => got !== undefined).map(({ got }) => got);
  const unique = [...new Set(seen)];
  const places = [...new Set(bad.flatMap(({ at, places: several }) => several ?? at ?? []))];
  return {
    ...result,
    ...(unique.length > 1 && { got: unique.join(', ') }),
    ...(places.length > 1 && { places }),
  };
}

export const asJudgement = (one: Verdict | Judgement): Judgement => (typeof one === 'string' ? { verdict: one } : one);
