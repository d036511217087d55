import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Where everything lives that CloudFront takes: its web ACLs, certificates and log deliveries. */
export const EDGE_REGION = 'us-east-1';

/** What is wrong with the region of a scope's stack; `undefined` when it is the one of CloudFront. */
export function outsideEdgeRegion(scope: IConstruct): string | undefined {
  const { region, node } = Stack.of(scope);
  if (region === EDGE_REGION) return undefined;
  return Token.isUnresolved(region)
    ? `the stack '${node.path}', whose region is only known at deployment`
    : `the stack '${node.path}' in ${region}`;
}
