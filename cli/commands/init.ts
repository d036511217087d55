import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join, relative, resolve } from 'path';
import { ALL_RULES } from '../../lib/catalog';
import { writeBaseline } from '../../lib/core/baseline';
import { isEdition, rulesByEdition } from '../../lib/core/editions';
import type { CommandContext, RegisterCommand } from '../command';
import { UsageError } from '../exit-codes';
import { Edit, editEntry, GateOptions } from '../init/edit-entry';
import { cdkProject, CdkProject } from '../init/entry-file';
import { linesFor } from '../init/other-languages';
import { readInputs } from '../input/read-inputs';
import type { Io } from '../io';
import { judging } from '../judging';
import { dayFrom, editionFrom } from '../options';
import { counted } from '../report';

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
    .action((directory: string, options: InitOptions) => init(directory, options, context));
};

function init(directory: string, { edition, dryRun = false }: InitOptions, { io }: CommandContext): void {
  const folder = resolve(io.cwd, directory);
  const project = cdkProject(folder);
  const options = { baseline: BASELINE, edition: editionFrom(edition) ?? newestEdition() };
  const isThere = addGate(folder, project, options, dryRun, io);
  const next = addBaseline(folder, project, options, dryRun, io);
  io.stdout(
    `\nNext:\n${steps(project, isThere, next)
      .map((step, index) => `  ${index + 1}. ${step}\n`)
      .join('')}`,
  );
}

const newestEdition = (): string => [...rulesByEdition(ALL_RULES).keys()].filter(isEdition).at(-1)!;

/** Whether the app has the gate now. */
function addGate(folder: string, project: CdkProject, options: GateOptions, dryRun: boolean, io: Io): boolean {
  const { entry, language } = project;
  const enforced = fileThatEnforces(folder);
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

/** Somebody may have put it into a file of its own: a second one would be refused. */
function fileThatEnforces(folder: string): string | undefined {
  const open = [folder];
  let looked = 0;
  for (let at = open.pop(); at !== undefined && looked < 5000; at = open.pop()) {
    for (const one of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, one.name);
      if (one.isDirectory() && !/^(\.|node_modules$|cdk\.out|dist$|build$)/.test(one.name)) open.push(path);
      if (!one.isFile() || !/\.([mc]?[jt]s|py|java|cs|go)$/.test(one.name)) continue;
      looked++;
      if (/\bSecurityGate(\.e|\.E|_E)nforce\s*\(/.test(readFileSync(path, 'utf8'))) return relative(folder, path);
    }
  }
  return undefined;
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
  const { groups, troubles } = readInputs([output], folder);
  if (troubles.length > 0)
    throw new UsageError(`cannot read ${project.output}: ${troubles[0].path}: ${troubles[0].message}`);
  const { entries } = judging(groups, { profile: 'production', day: dayFrom(undefined), edition: options.edition });
  const findings = entries.filter(({ status }) => status === 'blocking').map(({ finding }) => finding);
  const kept = dryRun
    ? new Set(findings.map(({ ruleId, stack, logicalId }) => `${ruleId} ${stack} ${logicalId}`)).size
    : writeBaseline(file, findings).kept;
  io.stdout(
    `${dryRun ? 'would write' : 'wrote'} ${BASELINE} from ${project.output}: ${counted(kept, 'finding')} that may pass until mended\n`,
  );
  return 'written';
}

function steps({ language }: CdkProject, isThere: boolean, baseline: 'synth' | 'written'): string[] {
  const install: Record<string, string> = {
    python: 'pip install cdk-secure-serverless',
    java: 'add io.github.cdksecureserverless:cdk-secure-serverless to the dependencies',
    csharp: 'dotnet add package CdkSecureServerless',
    go: 'go get github.com/cdk-secure-serverless/cdk-secure-serverless-go/cdksecureserverless',
  };
  return [
    install[language] ?? 'npm install cdk-secure-serverless',
    ...(isThere ? [] : ['add the lines above']),
    baseline === 'synth'
      ? 'npx cdk synth -c cdk-secure-serverless:writeBaseline=true   (once: writes the baseline)'
      : 'npx cdk synth   (passes: what is in the baseline is known; whatever is new blocks)',
    `commit the change and ${BASELINE}`,
    'in the pipeline: npx cdk-secure-serverless check cdk.out --require-gate',
  ];
}
