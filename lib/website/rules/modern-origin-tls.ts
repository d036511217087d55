import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { CONFIG_AT, DISTRIBUTION, originsOf } from '../distribution-config';

/** A list that is not there is not judged: AWS documents no default for it. */
export const modernOriginTls: Rule = {
  id: 'SITE-05',
  types: [DISTRIBUTION],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'origins are called with TLS 1.2 or later',
  why: 'SSL 3.0, TLS 1.0 and 1.1 have known weaknesses; whoever sits between CloudFront and the origin can ask for the weakest.',
  fix: 'set originSslProtocols of the origin to [OriginSslPolicy.TLS_V1_2]',
  topics: ['transport'],
  controls: ['E2', 'FSBP CloudFront.10', 'AwsSolutions-CFR5'],
  migration: 'in-place',
  reaches: [],
  check: (distribution) => {
    const origins = originsOf(distribution);
    if (!origins) return unknown('origins that cannot be read here', CONFIG_AT);
    return worstOfAll(
      origins.flatMap(({ origin, name, at }) => {
        const listed: unknown = origin?.CustomOriginConfig?.OriginSSLProtocols;
        const all: unknown[] = listed === undefined || listed === null ? [] : [listed].flat();
        return all.map((one) => {
          if (isUnknown(one)) return unknown(`${name} with protocols that are only known at deployment`, at);
          return /^TLSv1\.[23]$/.test(String(one)) ? PASS : fail(`${name} with ${String(one)}`, at);
        });
      }),
    );
  },
};
