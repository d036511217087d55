import type { Target } from './function';
import type { SamEvent } from './function-events';
import type { Globals } from './globals';
import { HttpApi } from './http-api';
import { isGiven, isMap, namedBy, Properties, ref } from './intrinsic-shapes';
import { RestApi } from './rest-api';
import { join, SamResource } from './sam-resource';
import type { TemplateWriter } from './template-writer';

const REST = 'AWS::Serverless::Api';
const HTTP = 'AWS::Serverless::HttpApi';
const IMPLICIT_REST = 'ServerlessRestApi';
const IMPLICIT_HTTP = 'ServerlessHttpApi';

const MOST_IN_OR = 10;

const pairs = (list: readonly Properties[]): Properties[] =>
  list.flatMap((one, index) => (index % 2 > 0 ? [] : [{ 'Fn::Or': [one, list[index + 1] ?? one] }]));

/** Every API of a template, while the events of functions and state machines add routes to it. */
export class Apis {
  private readonly rest = new Map<string, RestApi>();
  private readonly http = new Map<string, HttpApi>();
  private readonly implicits = new Map<string, Properties>();

  constructor(
    private readonly writer: TemplateWriter,
    private readonly globals: Globals,
    written: readonly SamResource[],
  ) {
    for (const sam of written) {
      if (sam.raw.Type === REST) this.rest.set(sam.id, new RestApi(sam));
      if (sam.raw.Type === HTTP) this.http.set(sam.id, new HttpApi(sam));
    }
  }

  public addFunctionRoute(target: Target, event: SamEvent): void {
    const api = this.restApiOf(target.function, event);
    if (api) api.addFunctionRoute(target, event);
  }

  public addStateMachineRoute(sam: SamResource, event: SamEvent, started: string): void {
    const api = this.restApiOf(sam, event);
    if (api) api.addStateMachineRoute(sam, event, started);
  }

  public addHttpRoute(target: Target, event: SamEvent): void {
    const id = this.idOf(event.properties.ApiId, IMPLICIT_HTTP, () => this.implicit(IMPLICIT_HTTP, HTTP));
    const api = id === undefined ? undefined : this.http.get(id);
    if (api) api.addRoute(target, event);
    else target.function.block(join(event.at, 'Properties.ApiId'), `no Ref to an ${HTTP} in the template`);
  }

  /** An API written in CloudFormation gets no route of SAM, but its functions the permission. */
  private restApiOf(sam: SamResource, event: SamEvent): RestApi | undefined {
    const id = this.idOf(event.properties.RestApiId, IMPLICIT_REST, () => this.implicit(IMPLICIT_REST, REST));
    const api = id === undefined ? undefined : (this.rest.get(id) ?? this.foreign(id));
    if (!api) sam.block(join(event.at, 'Properties.RestApiId'), `no Ref to an ${REST} in the template`);
    return api;
  }

  private idOf(given: unknown, implicit: string, make: () => void): string | undefined {
    if (isGiven(given))
      return typeof given === 'string' ? given : isMap(given) && 'Ref' in given ? namedBy(given) : undefined;
    make();
    return implicit;
  }

  private foreign(id: string): RestApi | undefined {
    const raw: unknown = this.writer.source.Resources[id];
    if (!isMap(raw) || raw.Type !== 'AWS::ApiGateway::RestApi') return undefined;
    const api = new RestApi(new SamResource(this.writer, id, raw, { DefinitionBody: ref(id) }));
    return api;
  }

  private implicit(id: string, type: typeof REST | typeof HTTP): void {
    if (this.rest.has(id) || this.http.has(id)) return;
    if (Object.hasOwn(this.writer.source.Resources, id)) {
      this.writer.block(`${id}, which SAM generates and the template has too`);
      return;
    }
    const own: Properties = type === REST ? { StageName: 'Prod' } : {};
    const properties = this.globals.merged(type, id, own, undefined);
    const raw: Properties = { Type: type };
    this.implicits.set(id, raw);
    const sam = new SamResource(this.writer, id, raw, properties);
    this.writer.addImplicit(id, { Type: type });
    if (type === REST) this.rest.set(id, new RestApi(sam));
    else this.http.set(id, new HttpApi(sam));
  }

  /** Once every route is known. */
  public write(): void {
    for (const [id, raw] of this.implicits) {
      const { conditions } = (this.rest.get(id) ?? this.http.get(id))!;
      raw.Condition = this.together(id, [...conditions]);
    }
    for (const api of this.rest.values()) api.write();
    for (const api of this.http.values()) api.write();
  }

  /** An implicit API is there when one of its routes is. */
  private together(id: string, conditions: readonly (string | undefined)[]): string | undefined {
    if (conditions.includes(undefined)) return undefined;
    if (conditions.length < 2) return conditions[0];
    // CloudFormation takes ten in one Fn::Or: a tree of them
    const any = (list: readonly Properties[]): Properties =>
      list.length <= MOST_IN_OR ? { 'Fn::Or': list } : any(pairs(list));
    const name = `${id}Condition`;
    this.writer.conditions.set(name, any(conditions.map((Condition) => ({ Condition }))));
    return name;
  }
}
