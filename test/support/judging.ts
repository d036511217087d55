import { App, Stack, StackProps } from 'aws-cdk-lib';
import { RECOMMENDED_FLAGS } from './flags';
import { ALL_RULES } from '../../lib/catalog';
import { Assembly, TemplateSource } from '../../lib/core/assembly';
import { judge } from '../../lib/core/judge';
import { Finding, Rule } from '../../lib/core/rule';
import { SecurityFinding, SecurityGate } from '../../lib/gate/security-gate';

/** The stack's account and region in tests. */
export const ENV = { account: '111111111111', region: 'us-east-1' };

/** A stack in an app of its own, with the recommended feature flags unless said otherwise. */
export function newStack(props: StackProps & { readonly flags?: Record<string, unknown> } = {}): Stack {
  const { flags = RECOMMENDED_FLAGS, ...rest } = props;
  return new Stack(new App({ context: flags }), 'Stack', { env: ENV, ...rest });
}

/** Findings on raw templates, by the pure judge: no CDK involved. */
export function judged(
  resources: Record<string, unknown>,
  rest: Record<string, unknown> = {},
  source: Partial<TemplateSource> = {},
): Finding[] {
  const assembly = new Assembly([
    { file: 'template.json', stack: 'Stack', body: { ...rest, Resources: resources }, ...source },
  ]);
  const { findings, crashes } = judge(assembly, ALL_RULES);
  if (crashes.length > 0) throw new Error(`rules crashed: ${JSON.stringify(crashes)}`);
  return findings;
}

/** What one rule says of raw resources: `fail Bucket`, `unknown Bucket`, sorted; empty when it passes. */
export function verdicts(
  ruleId: string,
  resources: Record<string, unknown>,
  rest: Record<string, unknown> = {},
  source: Partial<TemplateSource> = {},
): string[] {
  if (!ALL_RULES.some(({ id }) => id === ruleId)) throw new Error(`no such rule: ${ruleId}`);
  return judged(resources, rest, source)
    .filter((one) => one.ruleId === ruleId)
    .map(({ verdict, logicalId }) => `${verdict} ${logicalId}`)
    .sort();
}

/** Blocking findings of a real synthesis: `BUCKET-01 Stack/Bucket/Resource`, sorted. */
export function blocking(stack: Stack): string[] {
  return open(stack)
    .map(({ ruleId, path }) => `${ruleId} ${path}`)
    .sort();
}

/** The same with what is only advised on things that no secure construct made: open findings of rules that can block. */
export const found = (stack: Stack): string[] =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(
      ({ ruleId, status }) => status === 'blocking' || (status === 'warning' && ruleOf(ruleId)?.severity === 'error'),
    )
    .map(({ ruleId, path }) => `${ruleId} ${path}`)
    .sort();

/** Findings that only warn, in the same form. */
export const warnings = (stack: Stack): string[] =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ status }) => status === 'warning')
    .map(({ ruleId, path }) => `${ruleId} ${path}`)
    .sort();

/** The ids only. */
export const blockingIds = (stack: Stack): string[] => [...new Set(open(stack).map(({ ruleId }) => ruleId))].sort();

const open = (stack: Stack): SecurityFinding[] =>
  SecurityGate.findingsOf(stack.node.root).filter(({ status }) => status === 'blocking');

export const ruleOf = (id: string): Rule => ALL_RULES.find((one) => one.id === id)!;
