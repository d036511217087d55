import { Names, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { DataClass } from '../key/data-class';

/** What a source has to know of the function that it feeds. */
export interface SourceTarget {
  readonly fn: LambdaFunction;
  /** Which failure queue keeps what it fails at. */
  readonly dataClass?: DataClass;
  /** Adds to what the function's role may do, before the function is there. */
  allow(...statements: PolicyStatement[]): void;
  /** Has what it fails at kept, though nobody waits for an answer. */
  noteAsynchronous(): void;
}

/** The child of the function that belongs to a source: named after what it listens to, so that the order does not matter. */
export function freeId({ fn }: SourceTarget, what: string, name: string): string {
  const id = `On${name}`;
  if (!fn.node.tryFindChild(id)) return id;
  throw new Error(
    `expected ${fn.node.path} to listen to ${what} once, got it twice; say it once, or give each rule or schedule an id`,
  );
}

/** "The event source must be in the same Region as the function", CreateEventSourceMapping, Lambda API reference. */
export function checkRegion({ fn }: SourceTarget, what: string, region: string): void {
  const own = Stack.of(fn).region;
  if (own === region || Token.isUnresolved(own) || Token.isUnresolved(region)) return;
  throw new Error(
    `expected ${what} to be in ${own}, as ${fn.node.path} is, got ${region}; Lambda polls only its own region: move one of the two, or ` +
      'forward the events over an event bus',
  );
}

export const nameOf = ({ node }: IConstruct): string => Names.nodeUniqueId(node);
