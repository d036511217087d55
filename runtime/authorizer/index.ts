import { fetchKeys } from './fetch-keys';
import { createHandler } from './handler';
import { TABLE_VARIABLE } from '../../lib/api/route-table';

/** The Lambda function of `JwtAuthorizer`. */
export const handler = createHandler({
  table: () => process.env[TABLE_VARIABLE],
  fetch: fetchKeys,
  // one object becomes one field of the JSON that Lambda logs
  log: (line) => console.info(line),
  now: Date.now,
});
