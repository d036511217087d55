import { dirname, posix } from 'path';
import * as ts from 'typescript';
import { ALL_RULES } from '../../lib/catalog';
import { text } from './library-files';

/** One name that lib/index.ts gives to the world, and where it is declared. */
interface Public {
  readonly name: string;
  readonly file: string;
  readonly declaration: ts.Statement;
}

const parse = (file: string): ts.SourceFile => ts.createSourceFile(file, text(file), ts.ScriptTarget.ES2022, true);
const INDEX = parse('lib/index.ts');

const exported = INDEX.statements.filter(ts.isExportDeclaration);
const publics: Public[] = exported.flatMap(({ moduleSpecifier, exportClause }) => {
  if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || !exportClause || !ts.isNamedExports(exportClause))
    return [];
  const file = `${posix.join(dirname('lib/index.ts'), moduleSpecifier.text)}.ts`;
  const { statements } = parse(file);
  return exportClause.elements.map((element) => {
    const name = (element.propertyName ?? element.name).text;
    const declaration = statements.find(
      (one) => 'name' in one && (one.name as ts.Node | undefined)?.getText() === name,
    );
    if (!declaration) throw new Error(`expected ${file} to declare ${name}`);
    return { name: element.name.text, file, declaration };
  });
});

type Documented = ts.Node & { readonly jsDoc?: readonly ts.JSDoc[] };
const docOf = (node: ts.Node): string => (node as Documented).jsDoc?.map((doc) => doc.getText()).join('\n') ?? '';
const isInternal = (node: ts.Node): boolean => /@internal\b/.test(docOf(node));
const has = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((one) => one.kind === kind);

/** What users of a name see of it: public members, enum members, the properties of a struct. */
function membersOf({ declaration }: Public): ts.Node[] {
  if (ts.isEnumDeclaration(declaration)) return [...declaration.members];
  if (ts.isInterfaceDeclaration(declaration)) return [...declaration.members];
  if (!ts.isClassDeclaration(declaration)) return [];
  return declaration.members.flatMap((member): ts.Node[] => {
    if (has(member, ts.SyntaxKind.PrivateKeyword) || isInternal(member)) return [];
    if (!ts.isConstructorDeclaration(member)) return [member];
    return member.parameters.filter(
      (one) =>
        ts.canHaveModifiers(one) && (ts.getModifiers(one) ?? []).length > 0 && !has(one, ts.SyntaxKind.PrivateKeyword),
    );
  });
}

const nameOf = (node: ts.Node): string => ('name' in node ? (node.name as ts.Node).getText() : '?');
const every = (law: (member: ts.Node, one: Public) => boolean): string[] =>
  publics.flatMap((one) =>
    membersOf(one)
      .filter((member) => !law(member, one))
      .map((member) => `${one.name}.${nameOf(member)} (${one.file})`),
  );
const structs = publics.filter(({ declaration }) => ts.isInterfaceDeclaration(declaration));
const isOptional = (node: ts.Node): node is ts.PropertySignature =>
  ts.isPropertySignature(node) && node.questionToken !== undefined;

test('the index is a list of names', () => {
  expect(
    exported
      .filter(({ exportClause }) => !exportClause || !ts.isNamedExports(exportClause))
      .map((one) => one.getText()),
  ).toEqual([]);
  const rest = INDEX.statements.filter(
    (one) => !ts.isExportDeclaration(one) && !(ts.isImportDeclaration(one) && !one.importClause),
  );
  expect(rest.map((one) => one.getText())).toEqual([]);
  expect(publics.length).toBeGreaterThan(0);
});

test('no name is given twice', () => {
  const names = publics.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('only classes, structs and enums cross into other languages', () => {
  const wrong = publics.filter(
    ({ declaration: one }) =>
      !ts.isClassDeclaration(one) && !ts.isInterfaceDeclaration(one) && !ts.isEnumDeclaration(one),
  );
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test('no struct is named like an interface', () => {
  expect(structs.filter(({ name }) => /^I[A-Z]/.test(name)).map(({ name }) => name)).toEqual([]);
});

test('every name is documented', () => {
  expect(publics.filter(({ declaration }) => docOf(declaration).length < 15).map(({ name }) => name)).toEqual([]);
});

test('every public member is documented', () => {
  expect(every((member) => docOf(member).length >= 15)).toEqual([]);
});

test('every property of a struct is readonly', () => {
  expect(every((member) => !ts.isPropertySignature(member) || has(member, ts.SyntaxKind.ReadonlyKeyword))).toEqual([]);
});

test('every optional property says what happens without it, on a line of its own', () => {
  const DEFAULT = /\n\s*\*\s*@default - (.+)/;
  expect(
    every((member) => {
      if (!isOptional(member)) return true;
      const said = DEFAULT.exec(docOf(member))?.[1].replace(/\*\/$/, '').trim();
      return said !== undefined && !/^(undefined|the default)$/i.test(said);
    }),
  ).toEqual([]);
});

test('no @default hides behind other words', () => {
  expect(every((member) => !/[^\s*][^\n]*@default/.test(docOf(member).replace(/^\/\*\*/, '')))).toEqual([]);
});

test('a required property has no default', () => {
  expect(
    every((member) => isOptional(member) || !ts.isPropertySignature(member) || !/@default/.test(docOf(member))),
  ).toEqual([]);
});

test('enum members are UPPER_CASE', () => {
  expect(every((member) => !ts.isEnumMember(member) || /^[A-Z][A-Z0-9_]*$/.test(nameOf(member)))).toEqual([]);
});

test('a default that comes from a rule names one that is there', () => {
  const ids = new Set(ALL_RULES.map(({ id }) => id));
  expect(
    every((member) => {
      const said = /@default - (.*)/.exec(docOf(member))?.[1] ?? '';
      return (said.match(/\b[A-Z]{2,}-\d{2}\b/g) ?? []).every((id) => ids.has(id) || id.startsWith('GATE-'));
    }),
  ).toEqual([]);
});
