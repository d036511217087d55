import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { behaviorsOf, CONFIG_AT, DISTRIBUTION } from '../distribution-config';

const SOURCE = 'AWS::Logs::DeliverySource';
const DELIVERY = 'AWS::Logs::Delivery';

export const logEveryViewerRequest: Rule = {
  id: 'SITE-10',
  types: [DISTRIBUTION],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'the requests to a distribution are logged',
  why: 'After an incident nobody can say who asked for what: what CloudFront answers from its cache leaves no trace behind it.',
  fix: 'use SecureWebsite or SecureDistribution; elsewhere add AWS::Logs::DeliverySource, DeliveryDestination and Delivery with logType ACCESS_LOGS in us-east-1',
  topics: ['logging'],
  controls: ['G1', 'FSBP CloudFront.5', 'AwsSolutions-CFR3'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (distribution) => {
    const at = `${CONFIG_AT}.Logging`;
    const config = distribution.get('DistributionConfig');
    if (isUnknown(config) || isUnknown(config?.Logging)) return unknown('logging that is only known at deployment', at);
    if (isPresent(config?.Logging?.Bucket)) return PASS;
    const behaviors = behaviorsOf(distribution) ?? [];
    // in real time, those of all behaviours
    if (behaviors.length > 0 && behaviors.every(({ behavior }) => isPresent(behavior?.RealtimeLogConfigArn)))
      return PASS;
    const sources = distribution.assembly.about(distribution, SOURCE);
    const delivering = sources.filter((source) => isPresent(distribution.assembly.about(source, DELIVERY)));
    if (delivering.some(logsRequests)) return PASS;
    if (delivering.some((one) => isUnknown(one.get('LogType'))))
      return unknown('a log type only known at deployment', at);
    return fail(sources.length > 0 ? 'a delivery source without a delivery of ACCESS_LOGS' : 'no access logs', at);
  },
};

const logsRequests = (source: Resource): boolean => source.get('LogType') === 'ACCESS_LOGS';
