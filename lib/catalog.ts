import { ACCOUNT_RULES } from './account/rules';
import { ALARM_RULES } from './alarm/rules';
import { API_RULES } from './api/rules';
import { BUCKET_RULES } from './bucket/rules';
import { BUS_RULES } from './bus/rules';
import { CACHE_RULES } from './cache/rules';
import { fillCatalog } from './core/catalog-slot';
import { Rule } from './core/rule';
import { EDGE_RULES } from './edge/rules';
import { ENDPOINT_RULES } from './endpoint/rules';
import { FUNCTION_RULES } from './function/rules';
import { CDK_SINGLETONS } from './cdk-singletons';
import { GRAPHQL_RULES } from './graphql/rules';
import { HTTP_API_RULES } from './http-api/rules';
import { IDENTITY_RULES } from './identity/rules';
import { KEY_RULES } from './key/rules';
import { LOGS_RULES } from './logs/rules';
import { NETWORK_RULES } from './network/rules';
import { POLICY_RULES } from './policy/rules';
import { PREFLIGHT_RULES } from './preflight/rules';
import { QUEUE_RULES } from './queue/rules';
import { ROLE_RULES } from './role/rules';
import { expandSam } from './sam/expand-sam';
import { SECRET_RULES } from './secret/rules';
import { SOURCE_RULES } from './source/rules';
import { SPEND_RULES } from './spend/rules';
import { STORE_RULES } from './store/rules';
import { STREAM_RULES } from './stream/rules';
import { TABLE_RULES } from './table/rules';
import { TOPIC_RULES } from './topic/rules';
import { WEB_FUNCTION_RULES } from './web-function/rules';
import { SITE_RULES } from './website/rules';
import { WORKFLOW_RULES } from './workflow/rules';

/** Every rule of the product, by folder. The only file that names every folder. */
export const RULES_BY_FOLDER: Readonly<Record<string, readonly Rule[]>> = {
  account: ACCOUNT_RULES,
  alarm: ALARM_RULES,
  api: API_RULES,
  bucket: BUCKET_RULES,
  bus: BUS_RULES,
  cache: CACHE_RULES,
  edge: EDGE_RULES,
  endpoint: ENDPOINT_RULES,
  function: FUNCTION_RULES,
  graphql: GRAPHQL_RULES,
  'http-api': HTTP_API_RULES,
  identity: IDENTITY_RULES,
  key: KEY_RULES,
  logs: LOGS_RULES,
  network: NETWORK_RULES,
  policy: POLICY_RULES,
  preflight: PREFLIGHT_RULES,
  queue: QUEUE_RULES,
  role: ROLE_RULES,
  secret: SECRET_RULES,
  source: SOURCE_RULES,
  spend: SPEND_RULES,
  store: STORE_RULES,
  stream: STREAM_RULES,
  table: TABLE_RULES,
  topic: TOPIC_RULES,
  'web-function': WEB_FUNCTION_RULES,
  website: SITE_RULES,
  workflow: WORKFLOW_RULES,
};

export const ALL_RULES: readonly Rule[] = Object.values(RULES_BY_FOLDER).flat();

fillCatalog({ rules: ALL_RULES, exceptions: CDK_SINGLETONS, expand: expandSam });
