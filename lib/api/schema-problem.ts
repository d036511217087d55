/**
 * What is wrong with a JSON Schema (draft-04, as API Gateway's models take it), by place.
 * `open`: a body passes that nobody described (API-04). `unbounded`: a body of any size passes (API-21).
 * `unsupported`: API Gateway refuses the model, or does not look at the keyword (API-04). `impossible`: no body passes (API-04).
 */
export interface SchemaProblem {
  readonly kind: 'open' | 'unbounded' | 'unsupported' | 'impossible';
  /** JSON pointer into the schema: `#/properties/items`. */
  readonly pointer: string;
  /** The keyword that is wrong, where there is one. */
  readonly keyword?: string;
  /** Completes "expected the body …". */
  readonly expected: string;
  /** Completes "got …". */
  readonly got: string;
  /** Completes "; …". */
  readonly fix: string;
}

export const ruleOf = ({ kind }: SchemaProblem): 'API-04' | 'API-21' => (kind === 'unbounded' ? 'API-21' : 'API-04');

export const messageOf = (problem: SchemaProblem, where: string): string =>
  `${ruleOf(problem)}: expected ${where} ${problem.expected}, got ${problem.got} at ${problem.pointer}; ${problem.fix}`;
