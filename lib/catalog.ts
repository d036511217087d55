import { ACCOUNT_RULES } from './account/rules/index';
import { ALARM_RULES } from './alarm/rules/index';
import { API_RULES } from './api/rules/index';
import { BUCKET_RULES } from './bucket/rules/index';
import { BUS_RULES } from './bus/rules/index';
import { CACHE_RULES } from './cache/rules/index';
import { fillCatalog } from './core/catalog-slot';
import { Rule } from './core/rule';
import { EDGE_RULES } from './edge/rules/index';
import { ENDPOINT_RULES } from './endpoint/rules/index';
import { FUNCTION_RULES } from './function/rules/index';
import { CDK_SINGLETONS } from './cdk-singletons';
import { GRAPHQL_RULES } from './graphql/rules/index';
import { HTTP_API_RULES } from './http-api/rules/index';
import { IDENTITY_RULES } from './identity/rules/index';
import { KEY_RULES } from './key/rules/index';
import { LOGS_RULES } from './logs/rules/index';
import { NETWORK_RULES } from './network/rules/index';
import { POLICY_RULES } from './policy/rules/index';
import { PREFLIGHT_RULES } from './preflight/rules/index';
import { QUEUE_RULES } from './queue/rules/index';
import { ROLE_RULES } from './role/rules/index';
import { expandSam } from './sam/expand-sam';
import { SECRET_RULES } from './secret/rules/index';
import { SOURCE_RULES } from './source/rules/index';
import { SPEND_RULES } from './spend/rules/index';
import { STORE_RULES } from './store/rules/index';
import { STREAM_RULES } from './stream/rules/index';
import { TABLE_RULES } from './table/rules/index';
import { TOPIC_RULES } from './topic/rules/index';
import { WEB_FUNCTION_RULES } from './web-function/rules/index';
import { SITE_RULES } from './website/rules/index';
import { WORKFLOW_RULES } from './workflow/rules/index';

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
