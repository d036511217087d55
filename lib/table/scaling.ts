import type { Resource } from '../core/assembly';

export const SCALABLE_TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
/** What of a table's capacity scales. */
export const UNITS: readonly string[] = ['ReadCapacityUnits', 'WriteCapacityUnits'];

/** `dynamodb:table:ReadCapacityUnits` and the same of an index; undefined for what is no capacity of DynamoDB. */
const DIMENSION = /^dynamodb:(table|index):(ReadCapacityUnits|WriteCapacityUnits)$/;

/** What a scalable target scales of a table itself. */
export const scaledUnit = (target: Resource): string | undefined => {
  const [, of, unit] = DIMENSION.exec(String(target.get('ScalableDimension'))) ?? [];
  return of === 'table' ? unit : undefined;
};

/** Whether a scalable target scales a table or an index. */
export const scalesCapacity = (target: Resource): boolean =>
  DIMENSION.test(String(target.get('ScalableDimension'))) || target.get('ServiceNamespace') === 'dynamodb';
