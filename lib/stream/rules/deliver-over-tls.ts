import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { DELIVERY_STREAM, destinationsOf } from '../destinations';

/** Kind of destination → where the address of it stands. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  HttpEndpoint: ['EndpointConfiguration.Url'],
  Splunk: ['HECEndpoint'],
  Snowflake: ['AccountUrl'],
  Amazonopensearchservice: ['ClusterEndpoint'],
  Elasticsearch: ['ClusterEndpoint'],
  AmazonOpenSearchServerless: ['CollectionEndpoint'],
};

export const deliverOverTls: Rule = {
  id: 'STREAM-09',
  types: [DELIVERY_STREAM],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'records are delivered over TLS',
  why: 'Over plain HTTP whoever stands in between reads and changes the records, and the access key beside them.',
  fix: 'give the address as https://…, with a certificate that a public authority signed',
  topics: ['transport'],
  controls: ['E2'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (stream) =>
    worstOfAll(
      destinationsOf(stream).flatMap(({ kind, config, at }) =>
        (ADDRESSES[kind] ?? []).map((path) => {
          const address: unknown = path
            .split('.')
            .reduce((value: any, key) => (isUnknown(value) ? value : value?.[key]), config);
          const place = `${at}.${path}`;
          if (typeof address !== 'string') return PASS;
          if (/^http:/i.test(address)) return fail(readable(address), place);
          // what begins as https stays it, whatever follows
          return isUnknown(address) && !/^https:/i.test(address) ? unknown(readable(address), place) : PASS;
        }),
      ),
    ),
};
