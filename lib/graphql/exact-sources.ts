import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { Access } from '../connection/access';
import { connect } from '../connection/connect';

/**
 * The table as a data source sees it: CDK's data sources let its role do whatever the table's own methods grant, with streams,
 * `index/*` and wildcards of KMS. This one grants exactly the access, on the table and each index by name.
 */
export function grantingTable(table: ITable, access: Access, indexes?: string[]): ITable {
  const value = (source: IGrantable): Grant => grant(source, table, access, indexes);
  return Object.create(table, { grantReadData: { value }, grantReadWriteData: { value } }) as ITable;
}

/** The function as a data source sees it: invoked by its ARN, where CDK also lets every version and alias be invoked. */
export function grantingFunction(fn: IFunction): IFunction {
  const value = (source: IGrantable): Grant => grant(source, fn, Access.INVOKE);
  return Object.create(fn, { grantInvoke: { value } }) as IFunction;
}

/** A data source is a construct whose role is let. It has no environment: AppSync knows what it stands for. */
function grant(source: IGrantable, target: IConstruct, access: Access, indexes?: string[]): Grant {
  const fn = source as IGrantable & IConstruct;
  return connect({ fn, grantee: source, setEnvironment: () => undefined }, target, { access, indexes });
}
