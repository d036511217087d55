import type { Expansion } from '../core/expansion';
import { Apis } from './apis';
import { writeApplication } from './application';
import { writeConnector } from './connector';
import { writeFunction } from './function';
import { Globals } from './globals';
import { writeGraphQlApi } from './graphql-api';
import { isGiven, isIntrinsic, isMap, isPlainMap, Properties } from './intrinsic-shapes';
import { writeLayerVersion } from './layer-version';
import { withoutNicknames } from './nicknames';
import { SamResource } from './sam-resource';
import { writeSimpleTable } from './simple-table';
import { writeStateMachine } from './state-machine';
import { TemplateWriter } from './template-writer';

const SAM = /^AWS::Serverless::/;
const CONNECTOR = 'AWS::Serverless::Connector';

type Writer = (sam: SamResource, apis: Apis) => void;

/** In the order in which SAM writes them: routes before their APIs. */
const WRITERS: Readonly<Record<string, Writer>> = {
  'AWS::Serverless::Function': writeFunction,
  'AWS::Serverless::StateMachine': writeStateMachine,
  'AWS::Serverless::Api': () => undefined,
  'AWS::Serverless::HttpApi': () => undefined,
  'AWS::Serverless::SimpleTable': writeSimpleTable,
  'AWS::Serverless::LayerVersion': writeLayerVersion,
  'AWS::Serverless::Application': writeApplication,
  'AWS::Serverless::GraphQLApi': writeGraphQlApi,
};

/** Attributes of a SAM resource. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['Type', 'Properties', 'Condition', 'DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy', 'UpdatePolicy'],
  ...['Metadata', 'CreationPolicy', 'Connectors', 'IgnoreGlobals'],
]);

/**
 * The template that the transform AWS::Serverless-2016-10-31 makes of this one, as far as it is known here; what is not, is said.
 * `undefined`: nothing of SAM is in it. Pure and linear; the template itself is not touched.
 */
export function expandSam(body: any): Expansion | undefined {
  if (!isMap(body) || !isMap(body.Resources)) return undefined;
  const all = Object.entries<any>(body.Resources);
  const isSam = all.some(([, raw]) => isMap(raw) && (SAM.test(String(raw.Type)) || isGiven(raw.Connectors)));
  if (!isSam) return undefined;
  const writer = new TemplateWriter(body);
  try {
    writeAll(writer, all);
    return writer.expansion((made) => withoutNicknames(made, writer.nicknames));
  } catch (error) {
    // nested more deeply than can be followed, or a shape nobody thought of: not judged, so it must block
    const unexpanded = [`the SAM resources: ${error instanceof Error ? error.message : String(error)}`];
    return { body, unexpanded, origins: new Map(), implicit: new Set(), nested: new Set() };
  }
}

function writeAll(writer: TemplateWriter, all: readonly (readonly [string, any])[]): void {
  const globals = new Globals(writer);
  if (isTransformed(writer.source.Globals)) writer.block('Globals: a transform, which is not seen here');
  const written = all.flatMap(([id, raw]) =>
    isMap(raw) && SAM.test(String(raw.Type)) ? [read(writer, globals, id, raw)] : [],
  );
  // a type that is not known here stays as it is, and blocks as such
  const known = written.filter(({ raw }) => Object.hasOwn(WRITERS, raw.Type) || raw.Type === CONNECTOR);
  const apis = new Apis(writer, globals, known);
  for (const type of Object.keys(WRITERS)) {
    for (const sam of known) if (sam.raw.Type === type) WRITERS[type](sam, apis);
  }
  apis.write();
  for (const sam of [...known.filter(({ raw }) => raw.Type === CONNECTOR), ...embeddedConnectors(writer, all)]) {
    writeConnector(sam);
    if (sam.raw.Type === CONNECTOR && writer.resources.get(sam.id) === sam.raw) writer.remove(sam.id);
  }
}

function read(writer: TemplateWriter, globals: Globals, id: string, raw: Properties): SamResource {
  const given: unknown = raw.Properties;
  if (isGiven(given) && !isPlainMap(given)) {
    writer.block(`${id}.Properties: ${isIntrinsic(given) ? 'a function where a map is needed' : 'no map'}`);
  }
  for (const name of Object.keys(raw)) {
    if (!ATTRIBUTES.has(name)) writer.block(`${id}.${name}: an attribute that is not known here`);
  }
  if (isGiven(raw.Condition) && typeof raw.Condition !== 'string') writer.block(`${id}.Condition: no text`);
  if (isTransformed(raw)) writer.block(`${id}: a transform, which is not seen here`);
  const properties = globals.merged(String(raw.Type), id, isPlainMap(given) ? given : {}, raw.IgnoreGlobals);
  return new SamResource(writer, id, raw, properties);
}

/** As a key: in a text, its quotes would be escaped. */
const isTransformed = (value: unknown): boolean =>
  /"Fn::(Transform|ForEach::[^"\\]*)":/.test(JSON.stringify(value) ?? '');

/** `Connectors` on any resource: each is a connector from it. */
function embeddedConnectors(writer: TemplateWriter, all: readonly (readonly [string, any])[]): SamResource[] {
  return all.flatMap(([id, raw]) => {
    if (!isMap(raw) || !isGiven(raw.Connectors)) return [];
    const own = Object.entries(writer.resources.get(id) as Properties).filter(([key]) => key !== 'Connectors');
    writer.replace(id, Object.fromEntries(own));
    if (!isPlainMap(raw.Connectors)) {
      writer.block(`${id}.Connectors: no map`);
      return [];
    }
    return Object.entries<any>(raw.Connectors).flatMap(([name, connector]) => {
      if (!isMap(connector) || !isPlainMap(connector.Properties)) {
        writer.block(`${id}.Connectors.${name}: without Properties`);
        return [];
      }
      const { SourceReference, ...properties } = connector.Properties;
      const Source = { ...(isPlainMap(SourceReference) && SourceReference), Id: id };
      return [new SamResource(writer, `${id}${name}`, connector, { ...properties, Source }, id)];
    });
  });
}
