import { Access, Profile, PROFILES } from './connector-profiles';
import {
  compact,
  getAtt,
  isGiven,
  isMap,
  isPlainMap,
  namedBy,
  POLICY_VERSION,
  Properties,
  ref,
  sub,
} from './intrinsic-shapes';
import { allowing, arnOf } from './policy-templates';
import { join, SamResource } from './sam-resource';

const KNOWN: ReadonlySet<string> = new Set(['Source', 'Destination', 'Permissions']);
const END: ReadonlySet<string> = new Set([
  ...['Id', 'Type', 'Arn', 'RoleName', 'QueueUrl', 'ResourceId', 'Name', 'Qualifier'],
]);

/** SAM's types in CloudFormation, for an end that is not in the template. */
const TYPES: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
};

/** One end of a connector. */
interface End {
  readonly Type: string;
  readonly Id?: string;
  readonly Arn?: unknown;
  readonly RoleName?: unknown;
  readonly QueueUrl?: unknown;
  readonly ResourceId?: unknown;
  readonly Name?: unknown;
  readonly Qualifier?: unknown;
}

/** An `AWS::Serverless::Connector`: what its two ends need to know each other. Written last, between real resources. */
export function writeConnector(sam: SamResource): void {
  const { properties } = sam;
  sam.knows(properties, KNOWN);
  const { Destination, Permissions } = properties;
  const source = sam.map(properties.Source, 'Source');
  const destinations: unknown[] = Array.isArray(Destination) ? Destination : [Destination];
  const permissions: unknown = Permissions;
  const isReadable =
    Array.isArray(permissions) &&
    permissions.length > 0 &&
    permissions.every((one) => one === 'Read' || one === 'Write');
  if (!isReadable) sam.block('Permissions', 'no list of Read and Write');
  if (!source || !isReadable || destinations.length === 0) return;
  destinations.forEach((one, index) => {
    const suffix = Array.isArray(Destination) ? `Destination${index}` : '';
    const at = Array.isArray(Destination) ? `Destination.${index}` : 'Destination';
    const destination = sam.map(one, at);
    if (!destination) return void sam.block(at, 'not set');
    const [from, to] = [endOf(sam, source, destination, 'Source'), endOf(sam, destination, source, at)];
    if (from && to) connectEnds(sam, sam.id, from, to, permissions as Name[], at, suffix);
  });
}

type Name = 'Read' | 'Write';

/** What is written between two ends; SAM uses connectors of its own too. */
export function connectEnds(
  sam: SamResource,
  id: string,
  from: End,
  to: End,
  names: readonly Name[],
  at: string,
  suffix = '',
): void {
  const profile: Profile | undefined = Object.hasOwn(PROFILES, from.Type) ? PROFILES[from.Type][to.Type] : undefined;
  if (!profile) return sam.block(at, `a connector from ${from.Type} to ${to.Type}, which is not known here`);
  const values = valuesOf(from, to);
  const missing = names.find((name) => (profile.by === 'call' ? name !== 'Write' : !profile[name]));
  if (missing) return sam.block('Permissions', `${missing}, which there is not from ${from.Type} to ${to.Type}`);
  const access = names.flatMap((name): Access => profile[name] ?? []);
  const pattern = JSON.stringify(access) + (profile.sourceArn ?? '');
  const lacking = [...pattern.matchAll(/\{([A-Za-z.]+)\}/g)].map(([, one]) => one).find((one) => !isGiven(values[one]));
  if (lacking) return sam.block(at, `without ${lacking}`);
  const statements = access.map(([actions, resources]) => allowing(actions, resources, values));
  write(sam, profile, from, to, { id, statements, values, suffix, at });
}

interface Writing {
  readonly id: string;
  readonly statements: readonly Properties[];
  readonly values: Properties;
  readonly suffix: string;
  readonly at: string;
}

function write(sam: SamResource, profile: Profile, from: End, to: End, writing: Writing): void {
  const { id, statements, values, suffix, at } = writing;
  const { by, service } = profile;
  const document = (list: readonly Properties[]) => ({ Version: POLICY_VERSION, Statement: list });
  const fromService = statements.map((one) => ({
    ...one,
    Principal: { Service: service },
    Condition: { ArnEquals: { 'aws:SourceArn': from.Arn } },
  }));
  const needed = (value: unknown, what: string): boolean => {
    if (!isGiven(value)) sam.block(at, `without ${what} that can be found`);
    return isGiven(value);
  };
  switch (by) {
    case 'source role':
    case 'destination role': {
      const role = (by === 'source role' ? from : to).RoleName;
      if (!needed(role, `the role of the ${by.split(' ')[0]}`)) return;
      const properties = { PolicyDocument: document(statements), Roles: [role] };
      return sam.generate(`${id}Policy${suffix}`, 'AWS::IAM::ManagedPolicy', properties, at);
    }
    case 'queue': {
      if (!needed(to.QueueUrl, 'the queue') || !needed(from.Arn, 'the source')) return;
      const properties = { PolicyDocument: document(fromService), Queues: [to.QueueUrl] };
      return sam.generate(`${id}QueuePolicy${suffix}`, 'AWS::SQS::QueuePolicy', properties, at);
    }
    case 'topic': {
      if (!needed(to.Arn, 'the topic') || !needed(from.Arn, 'the source')) return;
      const properties = { PolicyDocument: document(fromService), Topics: [to.Arn] };
      return sam.generate(`${id}TopicPolicy${suffix}`, 'AWS::SNS::TopicPolicy', properties, at);
    }
    case 'call': {
      const SourceArn: unknown = profile.sourceArn ? arnOf(profile.sourceArn, values) : from.Arn;
      if (!needed(to.Arn, 'the function') || !needed(SourceArn, 'the source')) return;
      const properties = compact({
        Action: 'lambda:InvokeFunction',
        FunctionName: to.Arn,
        Principal: service,
        SourceArn,
        SourceAccount: profile.ownAccount ? sub('${AWS::AccountId}') : undefined,
      });
      return sam.generate(`${id}WriteLambdaPermission${suffix}`, 'AWS::Lambda::Permission', properties, at);
    }
  }
}

const valuesOf = (from: End, to: End): Properties =>
  Object.fromEntries(
    [from, to].flatMap((end, index) =>
      (['Arn', 'ResourceId', 'Name', 'Qualifier'] as const).map((key) => [
        `${index === 0 ? 'Source' : 'Destination'}.${key}`,
        end[key],
      ]),
    ),
  );

/** By logical id, or by what is said of a resource elsewhere. */
function endOf(sam: SamResource, given: Properties, other: Properties, at: string): End | undefined {
  sam.knows(given, END, at);
  const id = sam.text(given.Id, join(at, 'Id'));
  if (id === undefined) {
    const type = sam.text(given.Type, join(at, 'Type'));
    if (type !== undefined) return { ...given, Type: TYPES[type] ?? type };
    sam.block(at, 'without Id or Type');
    return undefined;
  }
  const resource: unknown = sam.writer.resources.get(id);
  if (!isMap(resource) || typeof resource.Type !== 'string') {
    sam.block(at, `${id}, which is not in the template`);
    return undefined;
  }
  const properties: Properties = isPlainMap(resource.Properties) ? resource.Properties : {};
  const { Type } = resource;
  const own = OF_TYPE[Type]?.(id) ?? { Arn: getAtt(id, 'Arn') };
  const role = namedBy(roleIn(Type, properties, other));
  return {
    ...own,
    Type,
    Id: id,
    RoleName: role === undefined ? undefined : ref(role),
    ...(isGiven(given.Qualifier) && { Qualifier: given.Qualifier }),
  };
}

const ofApi = (id: string): Properties => ({ Arn: getAtt(id, 'Arn'), ResourceId: ref(id), Qualifier: '*' });

/** What a resource is called, where it is more than its `Arn`. */
const OF_TYPE: Readonly<Record<string, (id: string) => Properties>> = {
  'AWS::StepFunctions::StateMachine': (id) => ({ Arn: ref(id), Name: getAtt(id, 'Name') }),
  'AWS::AppSync::GraphQLApi': (id) => ({ Arn: ref(id), ResourceId: getAtt(id, 'ApiId') }),
  'AWS::AppSync::DataSource': (id) => ({ Arn: ref(id) }),
  'AWS::SQS::Queue': (id) => ({ Arn: getAtt(id, 'Arn'), QueueUrl: ref(id) }),
  'AWS::SNS::Topic': (id) => ({ Arn: ref(id) }),
  'AWS::ApiGateway::RestApi': ofApi,
  'AWS::ApiGatewayV2::Api': ofApi,
};

function roleIn(type: string, properties: Properties, other: Properties): unknown {
  switch (type) {
    case 'AWS::Lambda::Function':
      return properties.Role;
    case 'AWS::StepFunctions::StateMachine':
      return properties.RoleArn;
    case 'AWS::AppSync::DataSource':
      return properties.ServiceRoleArn;
    case 'AWS::Events::Rule': {
      const targets: unknown[] = Array.isArray(properties.Targets) ? properties.Targets : [];
      const target = targets.filter(isMap).find(({ Arn }) => isGiven(other.Id) && namedBy(Arn) === other.Id);
      return target?.RoleArn;
    }
    default:
      return undefined;
  }
}
