import {
  AuthorizationConfig,
  DataSourceOptions,
  DynamoDbDataSource,
  GraphqlApi,
  GraphqlApiProps,
  LambdaDataSource,
  Visibility,
} from 'aws-cdk-lib/aws-appsync';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPermission, IFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { logRequestsOf } from './api-logs';
import { grantingFunction, grantingTable } from './exact-sources';
import { GRAPHQL_RULES } from './rules/index';
import type { SecureGraphqlApiProps, TableDataSourceOptions } from './secure-graphql-api-props';
import { Access } from '../connection/access';
import { secured } from '../core/gate-state';
import { profileOf } from '../core/profile';
import { secureProps } from '../core/secure-props';
import { Waiver } from '../core/waivers';
import { Waf } from '../edge/waf';

/**
 * An `appsync.GraphqlApi` that knows its callers, bounds their queries and logs what they did without its content; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `authorizationConfig.defaultAuthorization` | a signature (IAM); name a user pool, OIDC or Lambda for users |
 * | `logConfig` | errors of fields, without headers, arguments and results, in a `SecureLogGroup` of its own; its role may write there and nowhere else |
 * | `xrayEnabled` | `true` |
 * | `queryDepthLimit`, `resolverCountLimit` | 10 levels and 200 resolvers for one request |
 * | `introspectionConfig` | DISABLED; ENABLED in development |
 * | `waf` | the web ACL that the app shares; none in development, or with `Visibility.PRIVATE` |
 *
 * `addDynamoDbDataSource` and `addLambdaDataSource` grant exact actions, the first to read and write; `addTable` says which. Data
 * sources, resolvers and functions are those of CDK. Merged APIs have the same defaults and the fields of their sources.
 *
 * Which user may see which thing is written in resolvers and directives; GRAPHQL-17 and GRAPHQL-18 warn where they say nothing.
 * ("Configuring authorization and authentication", "Monitoring and logging", AppSync developer guide; controls C1, F1, B7.)
 */
export class SecureGraphqlApi extends GraphqlApi {
  /** Where it logs. */
  public override readonly logGroup: ILogGroup;

  /** @throws when a web ACL of another scope or region stands before it (WAF-01) */
  constructor(scope: Construct, id: string, props: SecureGraphqlApiProps) {
    const { waf, waivers, logConfig, ...given } = props;
    super(scope, id, secureProps<GraphqlApiProps>(GRAPHQL_RULES, scope, id, given));
    this.logGroup = logRequestsOf(this, this.apiId, logConfig);
    bindAuthorizer(id, this.arn, given.authorizationConfig);
    secured(this, [...(waivers ?? []), ...protect(this, waf)]);
  }

  /**
   * Adds a table as a data source whose resolvers may do exactly what you say, on the table and on each index by name, and use
   * its key through DynamoDB only.
   */
  public addTable(id: string, table: ITable, options: TableDataSourceOptions): DynamoDbDataSource {
    const { access, indexes, ...rest } = options;
    return new DynamoDbDataSource(this, id, { ...rest, api: this, table: grantingTable(table, access, indexes) });
  }

  /** Adds a table that resolvers may read and write: `addTable` with `Access.READ_WRITE`. */
  public override addDynamoDbDataSource(id: string, table: ITable, options?: DataSourceOptions): DynamoDbDataSource {
    return this.addTable(id, table, { ...options, access: Access.READ_WRITE });
  }

  /** Adds a function that resolvers may invoke, and none of its other versions and aliases. */
  public override addLambdaDataSource(
    id: string,
    lambdaFunction: IFunction,
    options?: DataSourceOptions,
  ): LambdaDataSource {
    return new LambdaDataSource(this, id, { ...options, api: this, lambdaFunction: grantingFunction(lambdaFunction) });
  }
}

/** Without a feature flag, CDK lets AppSync invoke the authorizer for the APIs of everybody. */
function bindAuthorizer(id: string, apiArn: string, config: AuthorizationConfig = {}): void {
  const modes = [config.defaultAuthorization, ...(config.additionalAuthorizationModes ?? [])];
  const handler = modes.find((one) => one?.lambdaAuthorizerConfig)?.lambdaAuthorizerConfig?.handler;
  const permission = handler?.permissionsNode.tryFindChild(`${id}-appsync`);
  if (permission instanceof CfnPermission) permission.sourceArn ??= apiArn;
}

/** Puts the web ACL before the API; the waivers of one that somebody else puts there. */
function protect(api: SecureGraphqlApi, given: Waf | undefined): Waiver[] {
  const isNeeded = api.visibility !== Visibility.PRIVATE && profileOf(api).name !== 'development';
  const waf = given ?? (isNeeded ? Waf.shared(api) : undefined);
  waf?._protect(api, api.arn);
  return waf?._waivers('GRAPHQL-06') ?? [];
}
