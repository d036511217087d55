import { ACCOUNT } from './account';
import { API_AREA } from './api';
import { BUCKET } from './bucket';
import { BUS } from './bus';
import { CACHE_AREA } from './cache';
import { DYNAMO_TABLE, GLOBAL_TABLE } from './dynamo-table';
import { EDGE } from './edge';
import { FUNCTION } from './function';
import { GRAPHQL } from './graphql';
import { HTTP_API } from './http-api';
import { IDENTITY } from './identity';
import { JWT } from './jwt';
import { NETWORK } from './network';
import { PIPE_AREA } from './pipe';
import { PRIVATE_API } from './private-api';
import { QUEUE_AREA } from './queue';
import { ROUTES } from './routes';
import { SECRET_AREA } from './secret';
import { SOURCE_AREA } from './source';
import { SPEND } from './spend';
import { STREAM_AREA } from './stream';
import { Area, weaknessesOf } from './table';
import { TOPIC_AREA } from './topic';
import { WEBSITE } from './website';
import { WEB_SOCKET } from './web-socket';
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
  graphql: GRAPHQL,
  'http-api': HTTP_API,
  'web-socket': WEB_SOCKET,
  'jwt authorizer': JWT,
  'web acl': EDGE,
  website: WEBSITE,
  'log role': ACCOUNT,
  identity: IDENTITY,
  secret: SECRET_AREA,
  bus: BUS,
  pipe: PIPE_AREA,
  stream: STREAM_AREA,
  network: NETWORK,
  cache: CACHE_AREA,
  workflow: WORKFLOW,
  queue: QUEUE_AREA,
  topic: TOPIC_AREA,
  source: SOURCE_AREA,
};

export const WEAKNESS_COUNT = Object.values(AREAS).flatMap(({ rows }) => weaknessesOf(rows)).length;
export const ATTACK_COUNT = Object.values(AREAS).flatMap(({ attacks }) => attacks).length;
