import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { ALL_RULES } from '../../lib/catalog';
import { writeBaseline } from '../../lib/core/baseline';
import { isEdition, rulesByEdition } from '../../lib/core/editions';
import type { CommandContext, RegisterCommand } from '../command';
import { EXIT, UsageError } from '../exit-codes';
import { Edit, editEntry, GateOptions } from '../init/edit-entry';
import { fileThatEnforces } from '../init/enforcing-file';
import { cdkProject, CdkProject } from '../init/entry-file';
import { linesFor } from '../init/other-languages';
import { readInputs } from '../input/read-inputs';
import type { Io } from '../io';
import { judging } from '../judging';
import { dayFrom, editionFrom } from '../options';
import { counted } from '../report';

const LIBRARY = 'cdk-secure-serverless';
const BASELINE = 'security-baseline.json';

interface InitOptions {
  readonly edition?: string;
  readonly dryRun?: boolean;
}

export const registerInit: RegisterCommand = (program, context) => {
  program
    .command('init')
    .description('add the gate to an existing CDK app, with a baseline of what is there today')
    .argument('[directory]', 'where cdk.json is', '.')
    .option('--edition <YYYY-MM>', 'the edition to pin (default: the newest of this version)')
    .option('--dry-run', 'print what would be done')
    .addHelpText(
      'after',
      '\nExits with 2 when it was not sure and changed nothing: then the lines it prints are yours to add.',
    )
    .action((directory: string, options: InitOptions) => init(directory, options, context));
};

function init(directory: string, { edition, dryRun = false }: InitOptions, { io, exitWith }: CommandContext): void {
  const folder = resolve(io.cwd, directory);
  const project = cdkProject(folder);
  const options = { baseline: BASELINE, edition: editionFrom(edition) ?? newestEdition() };
  const isThere = addGate(folder, project, options, dryRun, io);
  const next = addBaseline(folder, project, options, dryRun, io);
  io.stdout(
    `\nNext:\n${steps(project, { isThere, isInstalled: isInstalled(folder), next })
      .map((step, index) => `  ${index + 1}. ${step}\n`)
      .join('')}`,
  );
  if (!isThere) exitWith(EXIT.usage); // a script must not take it for done
}

const newestEdition = (): string => [...rulesByEdition(ALL_RULES).keys()].filter(isEdition).at(-1)!;

/** Whether the app has the gate now. */
function addGate(folder: string, project: CdkProject, options: GateOptions, dryRun: boolean, io: Io): boolean {
  const { entry, language } = project;
  const enforced = fileThatEnforces(folder, project);
  if (enforced !== undefined) {
    io.stdout(`${enforced} has SecurityGate already: nothing to add\n`);
    return true;
  }
  const edit = editOf(folder, project, options);
  if (edit.kind === 'edited') {
    const path = join(folder, entry!);
    if (!dryRun) writeFileSync(path, edit.code);
    io.stdout(
      `${dryRun ? 'would add' : 'added'} to ${entry}:\n\n${edit.lines.map((line) => `  ${line}\n`).join('')}\n`,
    );
    return true;
  }
  const why = edit.kind === 'unsure' ? edit.why : 'it names SecurityGate already';
  const lines = linesFor(language, options)
    .map((line) => `  ${line}\n`)
    .join('');
  io.stdout(`nothing was changed, since ${why}; add this yourself:\n\n${lines}\n`);
  return false;
}

function editOf(folder: string, { entry, language, command }: CdkProject, options: GateOptions): Edit {
  if (language !== 'typescript') {
    const what =
      language === 'unknown' ? `the language of '${command}' is not known` : 'the app is not written in TypeScript';
    return { kind: 'unsure', why: what };
  }
  if (entry === undefined) return { kind: 'unsure', why: `'${command}' names no file that is here` };
  const edit = editEntry(readFileSync(join(folder, entry), 'utf8'), options);
  return edit.kind === 'unsure' ? { ...edit, why: `in ${entry} ${edit.why}` } : edit;
}

/** Writes the baseline from what was synthesized, if that is there. Never touches one that exists. */
function addBaseline(
  folder: string,
  project: CdkProject,
  options: GateOptions,
  dryRun: boolean,
  io: Io,
): 'synth' | 'written' {
  const file = join(folder, BASELINE);
  if (existsSync(file)) {
    io.stdout(`${BASELINE} is there already: it stays as it is\n`);
    return 'written';
  }
  const output = join(folder, project.output);
  if (!existsSync(join(output, 'manifest.json'))) return 'synth';
  const { groups: found, troubles } = readInputs([output], folder);
  const groups = found.filter(({ extraIn }) => extraIn === undefined); // the gate judges the app
  if (troubles.length > 0)
    throw new UsageError(`cannot read ${project.output}: ${troubles[0].path}: ${troubles[0].message}`);
  const { entries } = judging(groups, { profile: 'production', day: dayFrom(undefined), edition: options.edition });
  const findings = entries
    .filter(({ status }) => status === 'blocking' || status === 'warning')
    .map(({ finding }) => finding);
  const kept = dryRun
    ? new Set(findings.map(({ ruleId, stack, logicalId }) => `${ruleId} ${stack} ${logicalId}`)).size
    : writeBaseline(file, findings).kept;
  io.stdout(
    `${dryRun ? 'would write' : 'wrote'} ${BASELINE} from ${project.output}: ${counted(kept, 'finding')} that may pass until mended\n`,
  );
  return 'written';
}

/** Only of npm: of other languages, nobody can say here. */
function isInstalled(folder: string): boolean {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return LIBRARY in { ...dependencies, ...devDependencies } && existsSync(join(folder, 'node_modules', LIBRARY));
  } catch {
    return false;
  }
}

interface Done {
  /** The gate is in the app. */
  readonly isThere: boolean;
  readonly isInstalled: boolean;
  readonly next: 'synth' | 'written';
}

function steps({ language }: CdkProject, done: Done): string[] {
  const install: Record<string, string> = {
    python: 'pip install cdk-secure-serverless',
    java: 'add io.github.cdksecureserverless:cdk-secure-serverless to the dependencies',
    csharp: 'dotnet add package CdkSecureServerless',
    go: 'go get github.com/cdk-secure-serverless/cdk-secure-serverless-go/cdksecureserverless',
  };
  return [
    ...(language in install ? [install[language]] : done.isInstalled ? [] : [`npm install ${LIBRARY}`]),
    ...(done.isThere ? [] : ['add the lines above']),
    done.next === 'synth'
      ? 'npx cdk synth -c cdk-secure-serverless:writeBaseline=true   (once: writes the baseline)'
      : 'npx cdk synth   (passes: what is in the baseline is known; whatever is new blocks)',
    `commit the change and ${BASELINE}`,
    'in the pipeline: npx cdk-secure-serverless check cdk.out --require-gate',
  ];
}
