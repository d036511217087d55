import { existsSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join, relative } from 'path';
import { App } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { partsOf, placeOf } from './baseline';
import type { Problem } from './decide';
import type { Outcome } from './gate-run';
import { settingsOf } from './gate-state';
import { AcceptedFinding, GATE_RECORD, GateRecord, RecordedTemplate, RECORD_FORMAT } from './record-format';

/** CDK drops the report of a plugin that found nothing, so nothing else in the assembly proves that the gate ran. */
export function recordOf(root: IConstruct, outcome: Outcome, library: string): GateRecord {
  const settings = settingsOf(root);
  const { decided, problems, templates, rules, resources } = outcome;
  const outdir = outdirOf(root);
  const listed = templates
    .map(({ source, file, resources: own }): RecordedTemplate => {
      const path = relative(outdir, file.path).split('\\').join('/');
      return {
        path,
        sha256: file.sha256,
        stack: source.stack,
        profile: source.profile ?? 'production',
        resources: own,
      };
    })
    .sort((a, b) => compare(a.path, b.path));
  const asOf = root.node.tryGetContext('cdk-secure-serverless:asOf');
  const count = (status: string) => decided.filter((one) => one.status === status).length;
  return {
    format: RECORD_FORMAT,
    library,
    mode: settings?.mode ?? 'block',
    judged: settings ? 'everything' : 'own resources',
    ...(settings?.edition !== undefined && { edition: settings.edition }),
    ...(settings?.trustedAccounts?.length && { trustedAccounts: [...settings.trustedAccounts].sort() }),
    ...(settings?.rules?.length && { ownRules: settings.rules.map(({ id }) => id).sort() }),
    profiles: [...new Set(listed.map(({ profile }) => profile))].sort(),
    ...(asOf !== undefined && { asOf: String(asOf) }),
    ...(settings?.writeBaseline && { writeBaseline: true }),
    rules,
    resources,
    counts: {
      blocking: count('blocking') + problems.filter(({ blocks }) => blocks).length,
      warning: count('warning') + problems.filter(({ blocks }) => !blocks).length,
      waived: count('waived'),
      baselined: count('baselined'),
      relaxed: count('relaxed'),
    },
    templates: listed,
    accepted: acceptedBy(outcome),
  };
}

function acceptedBy({ decided }: Outcome): AcceptedFinding[] {
  return decided
    .flatMap(({ finding, status, reason, expires }): AcceptedFinding[] => {
      if (status !== 'waived' && status !== 'baselined') return [];
      return [
        {
          ruleId: finding.ruleId,
          path: placeOf(finding),
          status,
          ...(finding.weight === 'warning' && { warning: true }),
          ...(reason && { reason }),
          ...(expires && { expires }),
          ...(finding.got !== undefined && { got: partsOf(finding.got) }),
        },
      ];
    })
    .sort((a, b) => compare(`${a.path} ${a.ruleId}`, `${b.path} ${b.ruleId}`));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const outdirOf = (root: IConstruct): string => (root as App).outdir;

/** Before a synthesis: what an earlier one left says nothing about this one, and CDK takes a changed file for sabotage. */
export function removeRecord(root: IConstruct): void {
  try {
    rmSync(join(outdirOf(root), GATE_RECORD), { force: true });
  } catch {
    // writing it will say why
  }
}

/**
 * Writes the record beside the templates. It never fails a synthesis: no record, or an old one whose hashes are wrong, is
 * what `--require-gate` refuses.
 */
export function writeRecord(root: IConstruct, record: GateRecord): Problem[] {
  const file = join(outdirOf(root), GATE_RECORD);
  const text = `${JSON.stringify(record, undefined, 2)}\n`;
  try {
    if (existsSync(file)) {
      if (readFileSync(file, 'utf8') === text) return [];
      // only when validations are skipped: CDK would blame the plugins for a file that changes
      if ((root as App)._confirmValidationPluginsDoNotMutate)
        throw new Error('one of an earlier synthesis, which CDK lets nobody change');
      rmSync(file);
    }
    writeFileSync(file, text, { flag: 'wx' }); // never through a link
    return [];
  } catch (error) {
    return [
      {
        id: 'GATE-13',
        message: `expected to write ${GATE_RECORD} into the assembly, got ${(error as Error).message}`,
        fix: 'synthesize into an empty directory; check --require-gate refuses this one',
        blocks: false,
        at: '',
      },
    ];
  }
}
