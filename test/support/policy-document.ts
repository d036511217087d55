export type OneOrMany<T> = T | readonly T[];

export type PolicyValue = string | number | boolean;

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany<PolicyValue>>>>>;

export type PrincipalElement = '*' | Readonly<Record<string, OneOrMany<string>>>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: ConditionBlock;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: OneOrMany<Statement>;
}

export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

export function listOf<T>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

export function statementsOf(document: PolicyDocument): readonly Statement[] {
  return listOf(document.Statement);
}
