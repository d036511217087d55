import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

/** Types of SourceAccessConfigurations by which the brokers know who reads; the others say where, and whom Lambda trusts. */
const AUTHENTICATION = ['BASIC_AUTH', 'SASL_SCRAM_256_AUTH', 'SASL_SCRAM_512_AUTH', 'CLIENT_CERTIFICATE_TLS_AUTH'];
const AT = 'Properties.SourceAccessConfigurations';

export const authenticateToKafka: Rule = {
  id: 'SOURCE-06',
  types: ['AWS::Lambda::EventSourceMapping'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the brokers of a self-managed Kafka cluster know who reads',
  why: 'Brokers that take readers without credentials take any: whoever reaches them reads every event, and writes what the function then works on.',
  fix: 'set authenticationMethod and secret, or SourceAccessConfigurations with SASL_SCRAM_512_AUTH or CLIENT_CERTIFICATE_TLS_AUTH',
  topics: ['auth'],
  controls: ['A7', 'B4'],
  migration: 'manual',
  reaches: [],
  check: (mapping) => {
    if (!isPresent(mapping.get('SelfManagedEventSource'))) return PASS;
    const said = [mapping.get('SourceAccessConfigurations') ?? []].flat();
    const types = said.map((one) => (isUnknown(one) ? one : one?.Type));
    if (types.some((one) => AUTHENTICATION.includes(String(one)))) return PASS;
    return types.some(isUnknown) ? unknown('access only known at deployment', AT) : fail('no credentials', AT);
  },
};
