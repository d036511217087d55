import { compact, isGiven, isPlainMap, pick, Properties, tagList } from './intrinsic-shapes';
import type { SamResource } from './sam-resource';

const KNOWN: ReadonlySet<string> = new Set([
  ...['Location', 'TemplateUrl', 'Parameters', 'NotificationARNs', 'Tags', 'TimeoutInMinutes'],
]);

/** An `AWS::Serverless::Application`: a nested stack, whose template is another one. */
export function writeApplication(sam: SamResource): void {
  const { properties, id, raw, writer } = sam;
  sam.knows(properties, KNOWN);
  const { Location, Tags } = properties;
  const repository: Properties = isPlainMap(Location) ? Location : {};
  const tags = {
    'lambda:createdBy': 'SAM',
    ...(isPlainMap(Tags) && Tags),
    ...(isGiven(repository.ApplicationId) && { 'serverlessrepo:applicationId': repository.ApplicationId }),
    ...(isGiven(repository.SemanticVersion) && { 'serverlessrepo:semanticVersion': repository.SemanticVersion }),
  };
  if (!isGiven(Location)) sam.block('Location', 'not set');
  const attributes = pick(raw, ['Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'DependsOn', 'Metadata']);
  writer.addNested(id, {
    Type: 'AWS::CloudFormation::Stack',
    ...attributes,
    Properties: compact({
      ...pick(properties, ['Parameters', 'NotificationARNs', 'TimeoutInMinutes']),
      TemplateURL: typeof Location === 'string' ? Location : undefined,
      Tags: tagList(tags),
    }),
  });
}
