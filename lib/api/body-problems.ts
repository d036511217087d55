import { definedBodies, isRequestModel, modelResolver, schemaOf, standalone } from './request-models';
import { TYPES_ONLY } from './schema-keywords';
import { schemaProblems } from './schema-lint';
import { ruleOf, SchemaProblem } from './schema-problem';
import type { Resource } from '../core/assembly';
import { fail, Judgement, PASS, unknown } from '../core/rule';

type BodyRule = 'API-04' | 'API-21';

/** A message that lists more is read by nobody. */
const MOST_SHOWN = 3;

/** What one of the two rules about body schemas says of a model that methods check bodies by. */
export function modelProblems(model: Resource, ruleId: BodyRule): Judgement {
  if (!isRequestModel(model)) return PASS;
  const schema = schemaOf(model);
  if (typeof schema !== 'object' || schema === null) {
    return ruleId === 'API-04' ? unknown('a schema that cannot be read here', 'Properties.Schema') : PASS;
  }
  let known = MODELS.get(schema);
  if (!known) {
    known = schemaProblems(schema, { resolve: modelResolver(model) });
    MODELS.set(schema, known);
  }
  return shown(known.filter((one) => ruleOf(one) === ruleId).map(described), 'Properties.Schema');
}

/** Two rules read the same schema, which is the same object unless it is a text or hangs on a choice. */
const MODELS = new WeakMap<object, readonly SchemaProblem[]>();

/** What one of the two rules says of the bodies that an inline OpenAPI definition describes. */
export function bodyProblems(api: Resource, ruleId: BodyRule): Judgement {
  const bodies = definedBodies(api);
  // that the definition cannot be read, API-01 and API-03 say already
  if (bodies === 'unknown') return PASS;
  const messages = bodies.flatMap(({ operation, schema, document }) => {
    const { resolve, schema: alone } = standalone(schema, document);
    // what API Gateway makes of OpenAPI's own keywords is the importer's business
    const problems = schemaProblems(alone, { resolve }).filter(
      ({ kind, expected }) => kind !== 'unsupported' || expected === TYPES_ONLY,
    );
    return problems.filter((one) => ruleOf(one) === ruleId).map((one) => `${operation.name}: ${described(one)}`);
  });
  return shown(messages, 'Properties.Body');
}

const described = ({ got, pointer }: SchemaProblem): string => `${got} at ${pointer}`;

function shown(messages: readonly string[], at: string): Judgement {
  if (messages.length === 0) return PASS;
  const more = messages.length > MOST_SHOWN ? ` and ${messages.length - MOST_SHOWN} more` : '';
  return fail(`${messages.slice(0, MOST_SHOWN).join(', ')}${more}`, at);
}
