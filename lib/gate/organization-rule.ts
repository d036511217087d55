import type { Judgement } from '../core/rule';
import { ResourceView } from './resource-view';

/** What a rule says of one resource. */
export enum RuleVerdict {
  /** What the rule expects holds. */
  PASS = 'pass',
  /** It does not hold. */
  FAIL = 'fail',
  /** Only the deployment knows. Never counted as a pass: an error blocks on it. */
  UNKNOWN = 'unknown',
}

/** What a finding of the rule does. */
export enum RuleSeverity {
  /** It fails the synthesis until it is mended or waived. */
  ERROR = 'error',
  /** It is printed and stands in the reports. */
  WARNING = 'warning',
}

/** What a rule of an organisation says of one resource, with what it saw. */
export class RuleJudgement {
  /** What the rule expects holds. */
  public static pass(): RuleJudgement {
    return new RuleJudgement(RuleVerdict.PASS);
  }
  /**
   * What the rule expects does not hold.
   *
   * @param got what the template says, in plain words: completes "got …"
   * @param at where, below the resource: `Properties.Tags`
   */
  public static fail(got?: string, at?: string): RuleJudgement {
    return new RuleJudgement(RuleVerdict.FAIL, got, at);
  }
  /**
   * Only the deployment knows: see `ResourceView.isUnknown`.
   *
   * @param got what is not known, in plain words
   * @param at where, below the resource
   */
  public static unknown(got?: string, at?: string): RuleJudgement {
    return new RuleJudgement(RuleVerdict.UNKNOWN, got, at);
  }

  private constructor(
    /** The verdict alone. */
    public readonly verdict: RuleVerdict,
    /** What the template says, in plain words. */
    public readonly got?: string,
    /** Where, below the resource. */
    public readonly at?: string,
  ) {}

  /** @internal */
  public _judgement(): Judgement {
    return { verdict: this.verdict, got: this.got, at: this.at };
  }
}

/** What an organisation's rule says about itself. */
export interface OrganizationRuleProps {
  /**
   * Its id in findings and waivers: capitals and digits in groups, a number at the end, `ACME-01`. Never reuse one. The first
   * group must not be one of this library's: start with the name of your organisation.
   */
  readonly id: string;
  /** CloudFormation types it judges: `AWS::S3::Bucket`; `*` for every resource. */
  readonly types: string[];
  /** The state that holds when it passes: completes "expected …". Lower case, no period. */
  readonly title: string;
  /** What to do: completes "…; do". */
  readonly fix: string;
  /**
   * What goes wrong when it does not hold.
   *
   * @default - the reports give no reason
   */
  readonly why?: string;
  /**
   * What a finding does.
   *
   * @default - RuleSeverity.ERROR
   */
  readonly severity?: RuleSeverity;
  /**
   * Whether development may go without: there, findings are reported as "not provided here" and never block; and a value that
   * nobody knows warns everywhere.
   *
   * @default - false, it holds in every profile
   */
  readonly assurance?: boolean;
  /**
   * Ids of the published or internal controls it answers, for the reports.
   *
   * @default - none
   */
  readonly controls?: string[];
}

/**
 * A rule of your own, judged by the gate beside ours: on every rendered template, with the same reports and waivers. Extend it, say
 * in `check` what holds, and pass it to `SecurityGate.enforce(app, { rules: [new MyRule()] })`. What a rule takes as
 * parameters is up to its constructor.
 *
 * When `check` throws, or answers anything but a `RuleJudgement`, the synthesis fails (GATE-01): nobody knows what it would have said.
 */
export abstract class OrganizationRule {
  /** Its id in findings and waivers. */
  public readonly ruleId: string;
  /** What it says about itself. */
  public readonly props: OrganizationRuleProps;

  /** @throws when the id is not of the form `ACME-01`, or it names no types, title or fix (GATE-15) */
  protected constructor(props: OrganizationRuleProps) {
    checkProps(props);
    this.ruleId = props.id;
    this.props = props;
  }

  /**
   * Judges one resource. Conditions, parameters with allowed values and `Fn::If` are not its business: it is called once for
   * every way they can go, and the worst answer counts.
   */
  public abstract check(resource: ResourceView): RuleJudgement;
}

const ID = /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-\d{2,}$/;
const TYPE = /^(\*|[A-Za-z0-9]+(::[A-Za-z0-9@_-]+)+)$/;

function checkProps({ id, types, title, fix }: OrganizationRuleProps): void {
  const say = (expected: string, got: unknown, what: string) =>
    new Error(`GATE-15: expected ${expected}, got ${JSON.stringify(got) ?? 'nothing'}; ${what}`);
  if (!ID.test(id ?? '')) throw say('the id of a rule to be written like ACME-01', id, 'give it such an id');
  if (!Array.isArray(types) || types.length === 0)
    throw say(`${id} to name the types it judges`, types, "pass types: ['AWS::S3::Bucket']");
  const odd = types.find((type) => !TYPE.test(String(type)));
  if (odd !== undefined)
    throw say(`${id} to judge CloudFormation types`, odd, "write 'AWS::S3::Bucket', or '*' for all");
  for (const [name, value] of Object.entries({ title, fix })) {
    if (typeof value !== 'string' || value.trim().length < 5)
      throw say(`${id} to have a ${name} that a reader understands`, value, `say it in a few words`);
  }
}
