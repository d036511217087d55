import { API_RULES } from './api/rules';
import { BUCKET_RULES } from './bucket/rules';
import { BUS_RULES } from './bus/rules';
import { fillCatalog } from './core/catalog-slot';
import { Rule } from './core/rule';
import { EDGE_RULES } from './edge/rules';
import { FUNCTION_RULES } from './function/rules';
import { CDK_SINGLETONS } from './cdk-singletons';
import { IDENTITY_RULES } from './identity/rules';
import { KEY_RULES } from './key/rules';
import { LOGS_RULES } from './logs/rules';
import { POLICY_RULES } from './policy/rules';
import { PREFLIGHT_RULES } from './preflight/rules';
import { QUEUE_RULES } from './queue/rules';
import { ROLE_RULES } from './role/rules';
import { SECRET_RULES } from './secret/rules';
import { SPEND_RULES } from './spend/rules';
import { TABLE_RULES } from './table/rules';
import { TOPIC_RULES } from './topic/rules';
import { WORKFLOW_RULES } from './workflow/rules';

/** Every rule of the product, by folder. The only file that names every folder. */
export const RULES_BY_FOLDER: Readonly<Record<string, readonly Rule[]>> = {
  api: API_RULES,
  bucket: BUCKET_RULES,
  bus: BUS_RULES,
  edge: EDGE_RULES,
  function: FUNCTION_RULES,
  identity: IDENTITY_RULES,
  key: KEY_RULES,
  logs: LOGS_RULES,
  policy: POLICY_RULES,
  preflight: PREFLIGHT_RULES,
  queue: QUEUE_RULES,
  role: ROLE_RULES,
  secret: SECRET_RULES,
  spend: SPEND_RULES,
  table: TABLE_RULES,
  topic: TOPIC_RULES,
  workflow: WORKFLOW_RULES,
};

export const ALL_RULES: readonly Rule[] = Object.values(RULES_BY_FOLDER).flat();

fillCatalog({ rules: ALL_RULES, exceptions: CDK_SINGLETONS });
