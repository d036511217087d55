import type { DataSourceOptions, GraphqlApiProps } from 'aws-cdk-lib/aws-appsync';
import type { Access } from '../connection/access';
import { Waiver } from '../core/waivers';
import type { Waf } from '../edge/waf';

/** Props of `SecureGraphqlApi`: everything `appsync.GraphqlApi` takes, and what a secure API has to know besides. */
export interface SecureGraphqlApiProps extends GraphqlApiProps {
  /**
   * The web ACL before it.
   *
   * @default - the one that the app shares in this region; none in development, or with `Visibility.PRIVATE`
   */
  readonly waf?: Waf;
  /**
   * Rules that need not hold on this API and what it is made of, and why.
   *
   * @default - none: every rule holds
   */
  readonly waivers?: Waiver[];
}

/** Options of `SecureGraphqlApi.addTable`. */
export interface TableDataSourceOptions extends DataSourceOptions {
  /** What its resolvers may do: `Access.READ`, `WRITE`, `READ_WRITE`, or `Access.actions('dynamodb:GetItem')`. */
  readonly access: Access;
  /**
   * Of an imported table: the names of the indexes that its resolvers may read. Those of a table of this app are known.
   *
   * @default - none
   */
  readonly indexes?: string[];
}
