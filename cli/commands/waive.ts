import { METADATA_KEY } from '../../lib/core/template-waivers';
import { checkWaiver, Waiver } from '../../lib/core/waiver';
import { isAboutTemplates } from '../../lib/report/rule-words';
import type { Rule } from '../../lib/core/rule';
import type { RegisterCommand } from '../command';
import { UsageError } from '../exit-codes';
import { findRule } from '../find-rule';

interface WaiveOptions {
  readonly reason?: string;
  readonly approvedBy?: string;
  readonly ticket?: string;
  readonly expires?: string;
}

export const registerWaive: RegisterCommand = (program, { io }) => {
  program
    .command('waive')
    .description('print what to write, and where, to disagree with a rule at one place')
    .argument('<rule>', 'id of the rule, such as BUCKET-05')
    .argument('<path>', 'where, as the finding says it: a construct path, or Stack/LogicalId')
    .option('-r, --reason <text>', 'why it is acceptable: at least three words and 20 characters')
    .option('--approved-by <name>', 'who accepted the risk')
    .option('--ticket <id>', 'where the decision is written down')
    .option('--expires <YYYY-MM-DD>', 'the last day on which it counts')
    .action((id: string, path: string, options: WaiveOptions) => {
      const rule = findRule(id);
      const where = path.replace(/ \(line \d+\)$/, '').replace(/^\/+|\/+$/g, '');
      if (where === '' || /[*?\u0000-\u001f]/.test(where)) {
        throw new UsageError(
          `expected the exact path of one construct or resource, got '${path}'; there are no wildcards`,
        );
      }
      io.stdout(snippets(rule, where, waiverOf(rule, options)));
    });
};

function waiverOf({ id }: Rule, { reason, approvedBy, ticket, expires }: WaiveOptions): Waiver {
  const waiver = {
    ruleId: id,
    reason: reason ?? '…',
    ...(approvedBy !== undefined && { approvedBy }),
    ...(ticket !== undefined && { ticket }),
    ...(expires !== undefined && { expires }),
  };
  try {
    checkWaiver(reason === undefined ? { ...waiver, reason: 'The reason is left for the reader to write.' } : waiver);
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/^GATE-06: /, ''));
  }
  return waiver;
}

const TEMPLATE_FILE = /\.(json|ya?ml|template)(\/|$)/i;

/** What SAM makes for many resources together has no place of its own in the template: it is named at its top. */
const MADE_BY_SAM =
  /^(Serverless(RestApi|HttpApi|UsagePlan|ApiKey|UsagePlanKey|DeploymentApplication)|CodeDeployServiceRole)$/;

/** A path with a file in it has no code behind it. */
function snippets(rule: Rule, path: string, waiver: Waiver): string {
  const isWhole = isAboutTemplates(rule);
  const metadata = inMetadata(waiver);
  const logicalId = path.split('/').at(-1)!;
  if (TEMPLATE_FILE.test(path)) {
    if (MADE_BY_SAM.test(logicalId))
      return `In the template, at the top of the template:\n\n${inMetadata({ ...waiver, path: logicalId })}\n`;
    const place =
      isWhole || TEMPLATE_FILE.test(logicalId) ? 'at the top of the template' : `on the resource ${logicalId}`;
    return `In the template, ${place}:\n\n${metadata}\n`;
  }
  const code = inCode(waiver);
  const withPath = inCode({ ...waiver, path });
  const template = isWhole
    ? `In a template without code, at its top:\n\n${metadata}`
    : `In a template without code, on the resource:\n\n${metadata}`;
  if (isWhole)
    return `In code, where the gate is enforced:\n\n  SecurityGate.enforce(app, { waivers: [${withPath}] });\n\n${template}\n`;
  return (
    `In code, as a property of a secure construct:\n\n  waivers: [${code}],\n\n` +
    `In code, for any other construct:\n\n  Waivers.of(app).add(${withPath});\n\n${template}\n`
  );
}

const inCode = (fields: object): string =>
  `{ ${Object.entries(fields)
    .map(([name, value]) => `${name}: ${quoted(String(value))}`)
    .join(', ')} }`;

/** A JavaScript text in single quotes. */
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;

/** JSON texts are YAML too. */
const inMetadata = (fields: object): string =>
  [
    '  Metadata:',
    `    ${METADATA_KEY}:`,
    '      waivers:',
    ...Object.entries(fields).map(([name, value], at) => `        ${at ? ' ' : '-'} ${name}: ${JSON.stringify(value)}`),
  ].join('\n');
