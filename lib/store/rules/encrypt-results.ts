import { Judgement, PASS, Rule, fail, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import type { Resource } from '../../core/assembly';
import { hasAny, isOff, isOn, itemsOf, judgeSettings, judgeValue, Setting } from '../settings';

const WORKGROUP = 'AWS::Athena::WorkGroup';
const SECURITY = 'AWS::Glue::SecurityConfiguration';
const PROJECT = 'AWS::CodeBuild::Project';
const CONFIG = 'WorkGroupConfiguration';

const SETTINGS: readonly Setting[] = [
  { type: WORKGROUP, path: `${CONFIG}.EnforceWorkGroupConfiguration`, bad: [false], absent: 'pass' },
  {
    type: SECURITY,
    path: 'EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode',
    bad: ['DISABLED'],
    absent: 'fail',
  },
  {
    type: SECURITY,
    path: 'EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode',
    bad: ['DISABLED'],
    absent: 'fail',
  },
  {
    type: 'AWS::Glue::DataCatalogEncryptionSettings',
    path: 'DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode',
    bad: ['DISABLED'],
    absent: 'fail',
  },
  { type: PROJECT, path: 'Artifacts.EncryptionDisabled', bad: [true], absent: 'pass' },
  { type: PROJECT, path: 'LogsConfig.S3Logs.EncryptionDisabled', bad: [true], absent: 'pass' },
];
const settings = judgeSettings(SETTINGS);

/** Advice: S3 and CloudWatch Logs encrypt what nobody encrypted, with keys of their own, since 2023. */
export const encryptResults: Rule = {
  id: 'STORE-04',
  types: [WORKGROUP, SECURITY, 'AWS::Glue::DataCatalogEncryptionSettings', PROJECT, 'AWS::EMR::Cluster'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'results, artifacts and logs of queries, jobs and builds are encrypted as their project says',
  why: 'Whoever may read the bucket or log group they land in reads copies of the data that its store protects.',
  fix: 'say the encryption (Athena: encryptionConfiguration and enforceWorkGroupConfiguration; Glue: SSE-KMS, CSE-KMS), and leave encryptionDisabled out',
  topics: ['encryption'],
  controls: ['E1', 'FSBP CodeBuild.3', 'AwsSolutions-ATH1'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => worstOfAll([settings(resource), rest(resource)]),
};

function rest(resource: Resource): Judgement {
  if (resource.type === WORKGROUP) return athena(resource);
  if (resource.type === SECURITY) return glue(resource);
  if (resource.type !== 'AWS::EMR::Cluster') return PASS;
  const path = 'SecurityConfiguration';
  return hasAny(resource, [path]) ? PASS : fail(`${path} not set`, `Properties.${path}`);
}

/** Results in storage of Athena's own are encrypted always. */
function athena(workgroup: Resource): Judgement {
  const managed: unknown = workgroup.get(`${CONFIG}.ManagedQueryResultsConfiguration.Enabled`);
  if (isOn(managed) || saysNothingOfResults(workgroup)) return PASS;
  if (isUnknown(managed)) return unknown('managed results only known at deployment', `Properties.${CONFIG}`);
  const path = `${CONFIG}.ResultConfiguration.EncryptionConfiguration.EncryptionOption`;
  return judgeValue(workgroup.get(path), { path, bad: [], absent: 'fail' });
}

/** Without a location every query names its own; Spark keeps no results. */
const saysNothingOfResults = (workgroup: Resource): boolean =>
  isOff(workgroup.get(`${CONFIG}.EnforceWorkGroupConfiguration`)) &&
  !hasAny(workgroup, [`${CONFIG}.ResultConfiguration.OutputLocation`]);

function glue(security: Resource): Judgement {
  const path = 'EncryptionConfiguration.S3Encryptions';
  const rules = itemsOf(security.get(path));
  if (!rules) return unknown('S3Encryptions only known at deployment', `Properties.${path}`);
  if (rules.length === 0) return fail(`${path} not set`, `Properties.${path}`);
  return worstOfAll(
    rules.map((one, index) =>
      judgeValue(one?.S3EncryptionMode, {
        path: `${path}.${index}.S3EncryptionMode`,
        bad: ['DISABLED'],
        absent: 'fail',
      }),
    ),
  );
}
