import { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { Table, TableProps, TablePropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { secureProps } from '../core/secure-props';
import { TABLE_RULES } from './rules/index';

/**
 * Gives plain `dynamodb.Table`s what cannot break whoever uses them: point-in-time recovery, and protection from deletion unless
 * they are to go with their stack (TABLE-02, TABLE-03).
 *
 * Keys stay findings, since whoever reads the table needs the key then; so do limits, since they may refuse what is served today.
 *
 * Use it with `PropertyInjectors.of(scope).add(new SecureTableBlueprint())`. CDK uses one injector per class, the nearest.
 */
export class SecureTableBlueprint implements IPropertyInjector {
  /** The class it is for: `dynamodb.Table`. */
  public readonly constructUniqueId = Table.PROPERTY_INJECTION_ID;

  /** The props with our defaults below them. */
  public inject(originalProps: any, context: InjectionContext): any {
    return secureProps<TableProps>(INJECTED, context.scope, context.id, originalProps);
  }
}

/** The same for `dynamodb.TableV2`, in every region. */
export class SecureTableV2Blueprint implements IPropertyInjector {
  /** The class it is for: `dynamodb.TableV2`. */
  public readonly constructUniqueId = TableV2.PROPERTY_INJECTION_ID;

  /** The props with our defaults below them. */
  public inject(originalProps: any, context: InjectionContext): any {
    return secureProps<TablePropsV2>(INJECTED, context.scope, context.id, originalProps);
  }
}

const INJECTED = TABLE_RULES.filter(({ reaches }) => reaches.includes('blueprint'));
