import { ACCOUNT } from './account';
import { API_AREA } from './api';
import { BUCKET } from './bucket';
import { BUS } from './bus';
import { DYNAMO_TABLE, GLOBAL_TABLE } from './dynamo-table';
import { EDGE } from './edge';
import { FUNCTION } from './function';
import { IDENTITY } from './identity';
import { JWT } from './jwt';
import { PRIVATE_API } from './private-api';
import { QUEUE_AREA } from './queue';
import { ROUTES } from './routes';
import { SECRET_AREA } from './secret';
import { SPEND } from './spend';
import { Area, weaknessesOf } from './table';
import { TOPIC_AREA } from './topic';
import { WORKFLOW } from './workflow';

/** One construct at a time, with the shared resources it asks for: a small app is a quick one. */
export const AREAS: Readonly<Record<string, Area>> = {
  bucket: BUCKET,
  table: DYNAMO_TABLE,
  'global table': GLOBAL_TABLE,
  function: FUNCTION,
  spend: SPEND,
  api: API_AREA,
  routes: ROUTES,
  'private api': PRIVATE_API,
  'jwt authorizer': JWT,
  'web acl': EDGE,
  'log role': ACCOUNT,
  identity: IDENTITY,
  secret: SECRET_AREA,
  bus: BUS,
  workflow: WORKFLOW,
  queue: QUEUE_AREA,
  topic: TOPIC_AREA,
};

export const WEAKNESS_COUNT = Object.values(AREAS).flatMap(({ rows }) => weaknessesOf(rows)).length;
export const ATTACK_COUNT = Object.values(AREAS).flatMap(({ attacks }) => attacks).length;
