import { isPresent } from '../../core/compare';
import { PASS, Rule } from '../../core/rule';
import { judgeValue } from '../settings';

/** The registry of account and region may scan everything: where the app configures it, that counts. */
export const scanImages: Rule = {
  id: 'STORE-28',
  types: ['AWS::ECR::Repository'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'images are scanned for known vulnerabilities when they are pushed',
  why: 'Nobody hears of a flaw in a base image that is years old.',
  fix: 'set imageScanOnPush to true, or configure the scanning of the registry',
  topics: ['supply-chain'],
  controls: ['H2', 'H4', 'FSBP ECR.1'],
  migration: 'in-place',
  reaches: [],
  check: (repository, { account, region }) => {
    const registries = repository.assembly
      .ofType('AWS::ECR::RegistryScanningConfiguration')
      .filter(({ template }) => template.account === account && template.region === region);
    if (registries.some((one) => one.exists() && isPresent(one.get('Rules')))) return PASS;
    const path = 'ImageScanningConfiguration.ScanOnPush';
    return judgeValue(repository.get(path), { path, good: [true], absent: 'fail' });
  },
};
