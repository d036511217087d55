import type { Resource } from '../core/assembly';
import { resolve } from '../core/intrinsics';
import { isUnknown } from '../core/text';
import { partOf, rawAt } from './parts';

export const REDSHIFT_PARAMETERS = 'AWS::Redshift::ClusterParameterGroup';

interface Group {
  readonly path: string;
  /** How the items of a list name themselves; without it the parameters are a map. */
  readonly name?: string;
  /** The parameters that demand TLS → the values that do not. */
  readonly off: Readonly<Record<string, readonly unknown[]>>;
}
const OFF = [0, 'off', 'false'];
const RDS: Group = { path: 'Parameters', off: { 'rds.force_ssl': OFF, require_secure_transport: OFF } };

/** "Parameter groups" of each service's user guide. */
const GROUPS: Readonly<Record<string, Group>> = {
  'AWS::RDS::DBParameterGroup': RDS,
  'AWS::RDS::DBClusterParameterGroup': RDS,
  'AWS::DocDB::DBClusterParameterGroup': { path: 'Parameters', off: { tls: ['disabled'] } },
  'AWS::Neptune::DBClusterParameterGroup': { path: 'Parameters', off: { neptune_enforce_ssl: OFF } },
  [REDSHIFT_PARAMETERS]: { path: 'Parameters', name: 'ParameterName', off: { require_ssl: OFF } },
  'AWS::RedshiftServerless::Workgroup': { path: 'ConfigParameters', name: 'ParameterKey', off: { require_ssl: OFF } },
};
export const PARAMETER_GROUP_TYPES: readonly string[] = Object.keys(GROUPS);

export interface TlsParameter {
  readonly name: string;
  /** Undefined when the group does not mention it. */
  readonly value: unknown;
  readonly off: readonly unknown[];
  readonly path: string;
}

/** The parameters of a group that decide about TLS. Undefined: the group is only known at deployment. */
export function tlsParameters(resource: Resource): readonly TlsParameter[] | undefined {
  const { path, name: key, off } = GROUPS[resource.type];
  const value = key ? fromList(resource, path, key) : fromMap(resource, path);
  return value && Object.entries(off).map(([name, values]) => ({ name, value: value(name), off: values, path }));
}

type Values = (name: string) => unknown;

function fromList(resource: Resource, path: string, key: string): Values | undefined {
  const items = partOf(resource).items(path);
  return items && ((name) => items.find((one) => one.get(key) === name)?.get('ParameterValue'));
}

/** The names have dots, so they are no paths. */
function fromMap(resource: Resource, path: string): Values | undefined {
  const raw: any = rawAt(resource.raw.Properties, path);
  if (raw) return (name) => resolve(raw[name], resource.template);
  const value: any = resource.get(path);
  return isUnknown(value) ? undefined : (name) => value?.[name];
}
