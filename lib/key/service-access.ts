import type { Resource } from '../core/assembly';
import { Condition, covers, Principal, Statement } from '../core/policy';
import { coversResource, samePartition } from '../core/resource-arns';
import { isUnknown } from '../core/text';

/** `maybe`: it depends on a value that only the deployment knows. */
export type Answer = 'yes' | 'maybe' | 'no';

/** A value that nobody here knows, and that a policy names only when it is its author's own. */
export const ANYTHING = '⟨anything⟩';

/** A service that acts for a resource: what IAM knows of the request. */
export interface ServiceRequest {
  readonly service: string;
  readonly action: string;
  readonly on: Resource;
  /** Condition keys in lower case, each with the spellings of its value. What is absent here is absent from the request. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** Whether a resource's own policy lets a service in. Services have no policies of their own, so nothing else counts. */
export function serviceMay(statements: readonly Statement[], request: ServiceRequest): Answer {
  const answers = (effect: string): Answer[] =>
    statements.filter((one) => one.effect === effect).map((one) => applies(one, request));
  const denied = any(answers('Deny'));
  if (denied === 'yes') return 'no';
  return all([any(answers('Allow')), denied === 'maybe' ? 'maybe' : 'yes']);
}

const any = (answers: readonly Answer[]): Answer =>
  answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
const all = (answers: readonly Answer[]): Answer =>
  answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
const asAnswer = (is: boolean): Answer => (is ? 'yes' : 'no');

function applies(statement: Statement, { service, action, on, context }: ServiceRequest): Answer {
  const { principals, notPrincipals, actions, notActions, resources, notResources, conditions } = statement;
  return all([
    notPrincipals
      ? not(any(notPrincipals.map((one) => isPrincipal(one, service, on))))
      : any((principals ?? []).map((one) => isPrincipal(one, service, on))),
    asAnswer(notActions ? !covers(notActions, action) : covers(actions, action)),
    asAnswer(notResources ? !coversResource(notResources, on) : coversResource(resources, on)),
    ...conditions.map((one) => holds(one, context, on)),
  ]);
}

const not = (answer: Answer): Answer => (answer === 'maybe' ? 'maybe' : asAnswer(answer === 'no'));

/** `logs.amazonaws.com` stands for the service of every region. */
function isPrincipal({ kind, value }: Principal, service: string, on: Resource): Answer {
  if (kind === 'unknown') return 'maybe';
  if (kind === 'any') return asAnswer(value === '*');
  if (kind !== 'Service') return 'no';
  const [said, wanted] = [value, service].map((one) => plain(on.template.concrete(one)));
  if (said === wanted || said === wanted.replace(/^logs\..*\.amazonaws\.com$/, 'logs.amazonaws.com')) return 'yes';
  return couldBe(said, wanted) ? 'maybe' : 'no';
}

const plain = (service: string): string => service.replace(/(⟨AWS::URLSuffix⟩|amazonaws\.com\.cn)$/, 'amazonaws.com');

/** A condition on a key that the request does not carry fails, unless it is negated or says IfExists. */
function holds({ operator, key, values }: Condition, context: ServiceRequest['context'], on: Resource): Answer {
  const [, quantifier = '', base, ifExists = ''] = /^(For(?:Any|All)Values:)?(.*?)(IfExists)?$/i.exec(operator)!;
  const actual = context[key];
  if (/^null$/i.test(base))
    return asAnswer(values.some((one) => (one.toLowerCase() === 'true') === (actual === undefined)));
  const negated = /^(StringNot|ArnNot)/i.test(base);
  if (key === '?') return 'maybe';
  if (actual === undefined) return asAnswer(negated || ifExists !== '' || /^ForAll/i.test(quantifier));
  if (!/^(String|Arn|Bool)/i.test(base)) return 'maybe';
  const patterns = values.map((one) => samePartition(on.template.concrete(one)));
  const one = any(patterns.flatMap((pattern) => actual.map((text) => matches(pattern, text, base))));
  return negated ? not(one) : one;
}

function matches(pattern: string, text: string, operator: string): Answer {
  const [wanted, given] = /IgnoreCase|Bool/i.test(operator)
    ? [pattern.toLowerCase(), text.toLowerCase()]
    : [pattern, text];
  const isPattern = /like|arn/i.test(operator);
  if (text === ANYTHING || named(wanted) === named(given) || (isPattern && covers([named(wanted)], named(given))))
    return 'yes';
  return isUnknown(pattern) || couldBe(wanted, given) ? 'maybe' : 'no';
}

/** In a longer text, `${Topic.TopicName}` and `${Topic}` are the same name. */
const named = (text: string): string => (isReference(text) ? text : text.replace(/⟨(\d+#[^.⟩]*)\.[^⟩]*⟩/g, '⟨$1⟩'));
const isReference = (text: string): boolean => /^⟨\d+#[^⟩]*⟩$/.test(text);

/** A name, account or region that CloudFormation fills in may turn out to be the one in the other text. */
function couldBe(pattern: string, text: string): boolean {
  if (isReference(pattern) || isReference(text)) return false;
  const open = (one: string) => one.replace(/⟨(?!\d+#)[^⟩]*⟩/g, '*');
  const [wide, wider] = [open(pattern), open(text).replace(/⟨[^⟩]*⟩/g, '*')];
  return (wide !== pattern && covers([wide], text)) || (wider !== text && covers([wider], wide));
}
