import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

/** Type → where its log group stands. */
const PLACES: Readonly<Record<string, string>> = {
  'AWS::Lambda::WebFunctionRevision': 'ServiceConfig.TelemetryConfig.LoggingConfig.LogGroup',
  'AWS::Lambda::MicrovmImage': 'Logging.CloudWatch.LogGroup',
  'AWS::Lambda::CapacityProvider': 'TelemetryConfig.LoggingConfig.LogGroup',
};

export const logToOwnGroup: Rule = {
  id: 'WEB-05',
  types: Object.keys(PLACES),
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a web function, MicroVM image or capacity provider logs to a group of the app',
  why: 'The group that Lambda makes by itself has no key of yours and keeps its records for ever.',
  fix: 'name a SecureLogGroup in its logging configuration',
  topics: ['logging', 'retention'],
  controls: ['G1'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => {
    const path = PLACES[resource.type];
    return isPresent(resource.get(path)) ? PASS : fail(`no ${path}`, `Properties.${path}`);
  },
};
