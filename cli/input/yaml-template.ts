import { Composer, CST, Document, LineCounter, Parser } from 'yaml';
import { DEEPEST, tooDeep, Unreadable } from './unreadable';
import { YamlValues } from './yaml-values';

/** The parser is linear, but slow: this much takes seconds. CloudFormation itself takes 1 MB. */
const MOST_BYTES = 8 * 1024 * 1024;

/** What a file says, and where. */
export interface Parsed {
  readonly body: unknown;
  /** The line (from 1) on which a resource begins. */
  readonly lineOf: (logicalId: string) => number | undefined;
}

/** @throws Unreadable with the line of the first mistake */
export function parseYamlTemplate(text: string): Parsed {
  if (text.length > MOST_BYTES) {
    throw new Unreadable(`larger than ${MOST_BYTES / 1024 / 1024} MB of YAML; CloudFormation takes 1 MB`);
  }
  const lines = new LineCounter();
  const place = (offset: number) => lines.linePos(offset);
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  checkDepth(tokens, (offset) => place(offset).line);
  const composer = new Composer({ schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const documents = [...composer.compose(tokens, true, text.length)];
  const [document, second] = documents as Document.Parsed[];
  const error = document.errors[0];
  if (error) {
    const { line, col } = place(error.pos[0]);
    throw new Unreadable(error.message, line, col);
  }
  if (second) throw new Unreadable('a second document; a template is one', place(second.range[0]).line);
  const values = new YamlValues((offset) => place(offset).line);
  const body = values.of(document.contents);
  let found: Map<string, number> | undefined;
  return { body, lineOf: (logicalId) => (found ??= values.resourceLines(document.contents)).get(logicalId) };
}

/** Before the nodes are composed: that recurses, and so deep that Node cannot always throw. */
function checkDepth(tokens: readonly CST.Token[], lineAt: (offset: number) => number): void {
  const open: [CST.Token, number][] = tokens.map((token) => [token, 0]);
  for (let next = open.pop(); next; next = open.pop()) {
    const [token, depth] = next;
    if (depth > DEEPEST) throw tooDeep(lineAt(token.offset));
    if (token.type === 'document' && token.value) open.push([token.value, depth]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push([key, depth + 1]);
      if (value) open.push([value, depth + 1]);
    }
  }
}
