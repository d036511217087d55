import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

/** Types that MiniStack 1.4.21 cannot make: mostly it answers "Unsupported resource type", which rolls the stack back. */
export const DROPPED_TYPES: Readonly<Record<string, string>> = {
  'AWS::Budgets::Budget': 'not implemented, and nothing in the service depends on it at run time',
  'AWS::CloudFront::OriginAccessControl': 'not implemented: see STANDS_IN',
  'AWS::CloudFront::ResponseHeadersPolicy': 'not implemented: see STANDS_IN',
  'AWS::Logs::Delivery': 'not implemented: neither CloudFront nor an event bus writes logs there',
  'AWS::Logs::DeliveryDestination': 'the same',
  'AWS::Logs::DeliverySource': 'the same',
  'AWS::Logs::MetricFilter': 'not implemented; it counts failures for an alarm, which has nothing to count there',
  'AWS::WAFv2::LoggingConfiguration': 'not implemented, like the web ACL itself: that is stored and inspects nothing',
  'AWS::WAFv2::WebACLAssociation': 'not implemented: no request goes through a web ACL there',
  'Custom::ApiGatewayAccount':
    "its function answers over https, to the address that CloudFormation gives it: the emulator's is http, and it waits for ever",
};

/** Of the dropped types, those that others name. They get a text: the distribution is stored, and answers nobody. */
const STANDS_IN: readonly string[] = ['AWS::CloudFront::OriginAccessControl', 'AWS::CloudFront::ResponseHeadersPolicy'];

/** Properties that MiniStack 1.4.21 cannot act on, and that a function does not work with there. */
export const DROPPED_PROPERTIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::Lambda::Function': {
    Layers: "AWS's own layers are not in the emulator; secrets-extension.ts stands in for the only one we use",
  },
};

/** Properties that MiniStack 1.4.21 refuses, and what says nearly the same there. */
export const SIMPLIFIED: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm.Metrics': 'metric math is not implemented: the alarm watches the first of its metrics',
};

/** What was changed in an assembly, so that a list that has outlived its reasons fails the suite. */
export interface Adapted {
  readonly droppedTypes: string[];
  readonly droppedProperties: string[];
  readonly simplified: string[];
}

/** Makes the templates of a synthesized assembly deployable on the emulator. The app itself stays untouched. */
export function adaptAssembly(directory: string, extensionPort: number): Adapted {
  const types = new Set<string>();
  const properties = new Set<string>();
  const simplified = new Set<string>();
  for (const file of readdirSync(directory).filter((one) => one.endsWith('.template.json'))) {
    const path = join(directory, file);
    const template = JSON.parse(readFileSync(path, 'utf8'));
    for (const type of drop(template, file)) types.add(type);
    for (const resource of Object.values<any>(template.Resources)) {
      for (const property of Object.keys(DROPPED_PROPERTIES[resource.Type] ?? {})) {
        if (resource.Properties?.[property] === undefined) continue;
        properties.add(`${resource.Type}.${property}`);
        delete resource.Properties[property];
      }
      if (resource.Type === 'AWS::CloudWatch::Alarm' && resource.Properties.Metrics) {
        simplified.add('AWS::CloudWatch::Alarm.Metrics');
        resource.Properties = withoutMath(resource.Properties);
      }
      const variables = resource.Properties?.Environment?.Variables;
      if (variables?.PARAMETERS_SECRETS_EXTENSION_HTTP_PORT !== undefined) {
        variables.PARAMETERS_SECRETS_EXTENSION_HTTP_PORT = String(extensionPort);
      }
    }
    writeFileSync(path, JSON.stringify(template));
  }
  return {
    droppedTypes: [...types].sort(),
    droppedProperties: [...properties].sort(),
    simplified: [...simplified].sort(),
  };
}

function withoutMath({ Metrics, ...rest }: any): any {
  const [{ MetricStat }] = Metrics.filter((one: any) => one.MetricStat);
  return { ...rest, ...MetricStat.Metric, Period: MetricStat.Period, Statistic: MetricStat.Stat };
}

/** @returns the types that were dropped */
function drop(template: any, file: string): string[] {
  const dropped = Object.entries<any>(template.Resources).filter(([, { Type }]) => Type in DROPPED_TYPES);
  const ids = dropped.map(([logicalId]) => logicalId);
  for (const logicalId of ids) delete template.Resources[logicalId];
  for (const resource of Object.values<any>(template.Resources)) {
    const { DependsOn } = resource;
    if (DependsOn !== undefined) resource.DependsOn = [DependsOn].flat().filter((one: string) => !ids.includes(one));
  }
  const named = dropped.filter(([, { Type }]) => STANDS_IN.includes(Type)).map(([logicalId]) => logicalId);
  template.Resources = withText(template.Resources, new Set(named));
  for (const logicalId of ids) {
    if (!JSON.stringify(template).includes(`"${logicalId}"`)) continue;
    throw new Error(`expected nothing to refer to ${logicalId} in ${file}, got a reference: it cannot be left out`);
  }
  return dropped.map(([, { Type }]) => Type);
}

/** References to these resources become a text. */
function withText(value: any, ids: ReadonlySet<string>): any {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => withText(one, ids));
  const id = value.Ref ?? value['Fn::GetAtt']?.[0];
  if (ids.has(id)) return 'not-made';
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withText(one, ids)]));
}
