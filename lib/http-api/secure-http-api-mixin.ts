import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { STAGE } from './api-parts';
import { HTTP_API_RULES } from './rules/index';
import { RuleMixin } from '../core/harden';

/** The most that HTTP-07 takes: lower limits could refuse requests that are served today. */
const MOST: Readonly<Record<string, number>> = { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 };

/**
 * Hardens the stages of HTTP and WebSocket APIs that exist already, whoever made them: it limits those without limits to 1,000 requests a
 * second and 2,000 at once, and switches data traces off. Who may call, origins and logs are left to you. Ids stay.
 */
export class SecureHttpApiMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = HTTP_API_RULES;

  /** Whether the construct is a stage of an HTTP or WebSocket API. */
  public override supports(construct: IConstruct): boolean {
    return CfnResource.isCfnResource(construct) && construct.cfnResourceType === STAGE;
  }

  /** Hardens the stage in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!this.supports(construct)) return;
    const stage = construct as CfnResource;
    const { DefaultRouteSettings: all = {}, RouteSettings: own = {} } = rendered(stage);
    if (isOpen(all) || isOpen(own)) return;
    set(stage, 'DefaultRouteSettings', limited(all));
    if (isTraced(all)) stage.addPropertyOverride('DefaultRouteSettings.DataTraceEnabled', false);
    if (Object.keys(own).length > 0) {
      const routes = Object.entries(own).map(([route, values]) => [route, isOpen(values) ? values : limited(values)]);
      set(stage, 'RouteSettings', Object.fromEntries(routes));
      for (const [route, values] of Object.entries(own)) {
        const place = `RouteSettings.${route.replace(/\./g, '\\.')}.DataTraceEnabled`;
        if (!isOpen(values) && isTraced(values)) stage.addPropertyOverride(place, false);
      }
    }
  }
}

/** Also where an override says so, which stands above every property. */
const isTraced = (values: any): boolean => values.DataTraceEnabled !== undefined;

/** Only WebSocket APIs know data traces: where nobody speaks of them, nothing is said. */
const limited = (values: any): object => ({
  ...MOST,
  ...values,
  ...(isTraced(values) && { DataTraceEnabled: false }),
});

/** Typed properties keep what is set on them later; a generic resource only has overrides. */
function set(stage: CfnResource, property: 'DefaultRouteSettings' | 'RouteSettings', value: object): void {
  const key = lowerFirst(property);
  const isTyped = !Object.is(stage.constructor, CfnResource) && key in stage;
  if (!isTyped) return stage.addPropertyOverride(property, value);
  // what stands below a route is plain JSON to CDK
  const typed = property === 'RouteSettings' ? value : camel(value);
  (stage as unknown as Record<string, unknown>)[key] = typed;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const camel = (values: object): object =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [lowerFirst(key), value]));

/** A value that only CloudFormation knows: nothing can be laid into it. */
const isOpen = (value: any): boolean =>
  typeof value !== 'object' ||
  value === null ||
  Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));

/** The properties as they are now, with what was overridden so far. */
function rendered(resource: CfnResource): Record<string, any> {
  const { Resources } = Stack.of(resource).resolve((resource as any)._toCloudFormation());
  // without the keys that CDK leaves undefined
  return JSON.parse(JSON.stringify(Object.values<any>(Resources)[0].Properties ?? {}));
}
