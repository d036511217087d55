import { IResource, Stack, Token } from 'aws-cdk-lib';
import { EdgeName, keyStatement, targetStatement } from './edges';
import { EncryptedTarget } from './exact-grants';

/** The resource on whose behalf a service comes. */
export interface Source {
  readonly resource: IResource;
  readonly arn: string;
}

/** Lets a service in on behalf of one resource: in the policy of the target, and in that of its key. */
export function allowSource({ resource, arn, key }: EncryptedTarget, edge: EdgeName, source: Source): void {
  const statement = targetStatement(resource, edge, arn);
  if (isNameable(source, resource)) statement.addCondition('ArnEquals', { 'aws:SourceArn': source.arn });
  resource.addToResourcePolicy(statement);
  key?.addToResourcePolicy(keyStatement(resource, edge));
}

/** Lets a service in on behalf of whatever its account has. */
export function allowProducer({ resource, arn, key }: EncryptedTarget, edge: EdgeName): void {
  resource.addToResourcePolicy(targetStatement(resource, edge, arn));
  key?.addToResourcePolicy(keyStatement(resource, edge));
}

/** What sends usually names the target already: from another stack, naming it back would be a cycle. */
const isNameable = ({ resource, arn }: Source, target: IResource): boolean =>
  Stack.of(resource) === Stack.of(target) || !Token.isUnresolved(arn);
