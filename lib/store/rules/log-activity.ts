import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { REDSHIFT_CLUSTER } from '../databases';
import { EKS_TYPES, eksPath } from '../eks';
import { isOn, itemsOf, judgeValue, saysSame } from '../settings';

type Check = (resource: Resource) => Judgement;

const present =
  (path: string): Check =>
  (resource) =>
    isPresent(resource.get(path)) ? PASS : fail(`${path} not set`, `Properties.${path}`);

/** One of several switches is on: the best of them counts. */
const anyOn =
  (what: string, ...paths: string[]): Check =>
  (resource) => {
    const values = paths.map((path): unknown => resource.get(path));
    if (values.some(isOn)) return PASS;
    const at = `Properties.${paths[0].split('.')[0]}`;
    return values.some((one) => isUnknown(one))
      ? unknown(`${what} only known at deployment`, at)
      : fail(`no ${what}`, at);
  };

/** Audit logs need fine-grained access control ("Monitoring audit logs", OpenSearch developer guide). */
const search: Check = (domain) =>
  isOn(domain.get('AdvancedSecurityOptions.Enabled'))
    ? anyOn('audit logs', 'LogPublishingOptions.AUDIT_LOGS.Enabled')(domain)
    : anyOn(
        'logs',
        'LogPublishingOptions.AUDIT_LOGS.Enabled',
        'LogPublishingOptions.ES_APPLICATION_LOGS.Enabled',
      )(domain);

const broker: Check = (one) =>
  saysSame(one.get('EngineType'), 'RABBITMQ')
    ? anyOn('general logs', 'Logs.General')(one)
    : anyOn('audit logs', 'Logs.Audit')(one);

/** The one log of a project is on unless it is told otherwise. */
const build: Check = (project) => {
  if (saysSame(project.get('LogsConfig.S3Logs.Status'), 'ENABLED')) return PASS;
  const path = 'LogsConfig.CloudWatchLogs.Status';
  return worst([judgeValue(project.get(path), { path, bad: ['DISABLED'], absent: 'pass' })]);
};

const kubernetes: Check = (cluster) => {
  const path = eksPath(cluster, 'Logging.ClusterLogging');
  const logging: any = cluster.get(path);
  const at = `Properties.${path}`;
  // the API of the custom resource has a list of groups that are on or off
  const groups = cluster.type === EKS_TYPES[0] ? [logging] : (itemsOf(logging) ?? [logging]);
  const kinds = groups.flatMap((one): unknown[] => {
    if (isUnknown(one)) return [one];
    if (cluster.type !== EKS_TYPES[0]) return isOn(one?.enabled) ? [...(itemsOf(one?.types) ?? [one?.types])] : [];
    return (itemsOf(one?.EnabledTypes) ?? [{ Type: one?.EnabledTypes }]).map((kind) => kind?.Type ?? kind);
  });
  if (kinds.includes('audit')) return PASS;
  return kinds.some((one) => isUnknown(one))
    ? unknown('logging only known at deployment', at)
    : fail('no audit logs', at);
};

const CHECKS: Readonly<Record<string, Check>> = {
  [REDSHIFT_CLUSTER]: present('LoggingProperties'),
  'AWS::RedshiftServerless::Namespace': present('LogExports'),
  'AWS::OpenSearchService::Domain': search,
  'AWS::Elasticsearch::Domain': search,
  'AWS::MSK::Cluster': anyOn(
    'broker logs',
    'LoggingInfo.BrokerLogs.CloudWatchLogs.Enabled',
    'LoggingInfo.BrokerLogs.Firehose.Enabled',
    'LoggingInfo.BrokerLogs.S3.Enabled',
  ),
  'AWS::AmazonMQ::Broker': broker,
  'AWS::CodeBuild::Project': build,
  ...Object.fromEntries(EKS_TYPES.map((type) => [type, kubernetes])),
};

export const logActivity: Rule = {
  id: 'STORE-30',
  types: Object.keys(CHECKS),
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'warehouses, search domains, brokers, clusters and builds log what is done with them',
  why: 'After an incident nobody can say who read what, or which change let them in.',
  fix: 'set logging (Redshift: loggingProperties; EKS: clusterLogging with AUDIT; MSK, MQ, OpenSearch: logging), and keep it',
  topics: ['logging'],
  controls: [
    'G1',
    'G9',
    'FSBP Redshift.4',
    'FSBP RedshiftServerless.6',
    'FSBP ES.5',
    'FSBP Opensearch.5',
    'FSBP MQ.2',
    'FSBP CodeBuild.4',
    'FSBP EKS.8',
    'AwsSolutions-RS5',
    'AwsSolutions-MSK6',
    'AwsSolutions-EKS2',
  ],
  migration: 'in-place',
  reaches: [],
  check: (resource) => CHECKS[resource.type](resource),
};
