import { API_KEY, COGNITO } from './api-parts';
import type { Directive, Field, Schema } from './schema-text';

/** Directive → the way in that it opens ("Configuring authorization and authentication", AppSync developer guide). */
const OPENS: Readonly<Record<string, string>> = {
  aws_api_key: API_KEY,
  aws_iam: 'AWS_IAM',
  aws_oidc: 'OPENID_CONNECT',
  aws_lambda: 'AWS_LAMBDA',
  aws_cognito_user_pools: COGNITO,
  aws_auth: COGNITO,
};

/** A field of `Query`, `Mutation` or `Subscription`, and who comes in by it. */
export interface Entry {
  readonly operation: string;
  readonly field: Field;
  /** `Mutation.cancelOrder` */
  readonly name: string;
  /** The directives that decide: those of the field, or else of its type. None: the default way in. */
  readonly deciding: readonly Directive[];
}

/** The fields of the schema's roots, all or those of one operation. */
export function entriesOf({ types, roots }: Schema, only?: string): Entry[] {
  return Object.entries(roots)
    .filter(([operation]) => only === undefined || operation === only)
    .flatMap(([operation, root]) => {
      const type = types.get(root);
      return (type?.fields ?? []).map((field): Entry => {
        const own = field.directives.filter(isAuth);
        const deciding = own.length > 0 ? own : type!.directives.filter(isAuth);
        return { operation, field, name: `${root}.${field.name}`, deciding };
      });
    });
}

const isAuth = ({ name }: Directive): boolean => Object.hasOwn(OPENS, name);

/** The ways in that open a field, where `byDefault` is the API's own. */
export const waysIn = ({ deciding }: Entry, byDefault: string): string[] =>
  deciding.length > 0 ? deciding.map(({ name }) => OPENS[name]) : [byDefault];

/** `Query.a, Query.b and 3 more` */
export function named(entries: readonly Entry[]): string {
  const names = entries.slice(0, 3).map(({ name }) => name);
  return names.join(', ') + (entries.length > 3 ? ` and ${entries.length - 3} more` : '');
}
