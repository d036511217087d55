import type { Assembly, Resource } from '../core/assembly';
import { covers } from '../core/policy';
import { bucketStatements } from './bucket-policies';

interface LogSources {
  /** By target, for destinations that no condition changes. */
  readonly fixed: Map<Resource, Resource[]>;
  readonly open: Resource[];
}

const memo = new WeakMap<Assembly, LogSources>();

/** Where a bucket sends its access logs; itself when it does not say. `undefined`: no logs, or out of the assembly. */
export function logTargetOf(source: Resource): Resource | undefined {
  const logging = source.get('LoggingConfiguration');
  if (logging === undefined) return undefined;
  const destination = source.get('LoggingConfiguration.DestinationBucketName');
  return destination === undefined ? source : source.assembly.find(destination, 'AWS::S3::Bucket');
}

/** The other buckets whose access logs come to this one. */
export function logSourcesOf(target: Resource): Resource[] {
  const { fixed, open } = logSources(target.assembly);
  const found = [...(fixed.get(target) ?? []), ...open.filter((source) => logTargetOf(source) === target)];
  return found.filter((source) => source !== target && source.exists());
}

function logSources(assembly: Assembly): LogSources {
  let sources = memo.get(assembly);
  if (sources) return sources;
  sources = { fixed: new Map(), open: [] };
  for (const source of assembly.ofType('AWS::S3::Bucket')) {
    if (source.raw.Properties?.LoggingConfiguration === undefined) continue;
    const before = assembly.world.readings;
    const target = logTargetOf(source);
    if (assembly.world.readings !== before) sources.open.push(source);
    else if (target) sources.fixed.set(target, [...(sources.fixed.get(target) ?? []), source]);
  }
  memo.set(assembly, sources);
  return sources;
}

/** Who delivers the access logs of buckets. */
export const LOG_DELIVERY = 'logging.s3.amazonaws.com';

/** Services whose logs a bucket takes only with S3's own encryption. */
const LOG_SERVICES = [LOG_DELIVERY, 'logdelivery.elasticloadbalancing.amazonaws.com'];

/** Whether other buckets log to it here, or its policy says that it is there for logs. */
export function isLogTarget(bucket: Resource): boolean {
  if (logSourcesOf(bucket).length > 0) return true;
  return (bucketStatements(bucket) ?? []).some(
    ({ effect, principals, actions }) =>
      effect === 'Allow' &&
      covers(actions, 's3:PutObject') &&
      principals?.some(({ kind, value }) => kind === 'Service' && LOG_SERVICES.includes(value)),
  );
}
