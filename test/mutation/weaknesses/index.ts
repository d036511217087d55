import { ACCOUNT } from './account';
import { API_AREA } from './api';
import { BUCKET } from './bucket';
import { EDGE } from './edge';
import { FUNCTION } from './function';
import { JWT } from './jwt';
import { PRIVATE_API } from './private-api';
import { ROUTES } from './routes';
import { SPEND } from './spend';
import { Area, weaknessesOf } from './table';

/** One construct at a time, with the shared resources it asks for: a small app is a quick one. */
export const AREAS: Readonly<Record<string, Area>> = {
  bucket: BUCKET,
  function: FUNCTION,
  spend: SPEND,
  api: API_AREA,
  routes: ROUTES,
  'private api': PRIVATE_API,
  'jwt authorizer': JWT,
  'web acl': EDGE,
  'log role': ACCOUNT,
};

export const WEAKNESS_COUNT = Object.values(AREAS).flatMap(({ rows }) => weaknessesOf(rows)).length;
export const ATTACK_COUNT = Object.values(AREAS).flatMap(({ attacks }) => attacks).length;
