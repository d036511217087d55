import { Stack } from 'aws-cdk-lib';
import {
  WebSocketApi,
  WebSocketApiProps,
  WebSocketRoute,
  WebSocketRouteOptions,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HTTP_API_RULES } from './rules/index';
import { log, MESSAGE_FORMAT } from './secure-stage';
import { checkThrottle, STAGE_THROTTLE, Throttle } from '../api/throttle';
import { secured } from '../core/gate-state';
import { secureProps } from '../core/secure-props';
import { Waiver } from '../core/waivers';

/** Props of `SecureWebSocketApi`: everything `apigatewayv2.WebSocketApi` takes, and its stage. */
export interface SecureWebSocketApiProps extends WebSocketApiProps {
  /**
   * The name of its stage, which is a part of its address.
   *
   * @default - prod
   */
  readonly stageName?: string;
  /**
   * The limits of its stage, for all connections and messages together.
   *
   * @default - 50 a second, 100 at once
   */
  readonly throttle?: Throttle;
  /**
   * Rules that need not hold on this API and its routes, and why.
   *
   * @default - none: every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * An `apigatewayv2.WebSocketApi` that knows who connects, with a stage that is limited and logged; a drop-in that brings its stage.
 *
 * | | Here, unless you set it |
 * |---|---|
 * | authorizer of `$connect` | a signature (IAM); or a `WebSocketLambdaAuthorizer` |
 * | stage | `prod`, deployed with every change |
 * | `throttle` | 50 requests a second, 100 at once |
 * | access logs | JSON of connections and messages without what they say, in a `SecureLogGroup` of its own |
 * | data trace | off |
 *
 * Without `connectRouteOptions`, or a route `$connect` added later, it does not synthesize: everybody could connect. Callers are asked once,
 * when they connect; a token that expires ends no connection. API Gateway ends one after 10 minutes without a message and after 2 hours at
 * the latest. Access logs need the log role of the account, see `ApiGatewayAccount`. ("Quotas for configuring and running a WebSocket
 * API" and "Control and manage access to WebSocket APIs", API Gateway developer guide.)
 */
export class SecureWebSocketApi extends WebSocketApi {
  /** The stage that its clients connect to. */
  public readonly stage: WebSocketStage;
  /** Where the stage logs. */
  public readonly accessLogGroup: ILogGroup;

  /** @throws when limits are not numbers above 0 (HTTP-07) */
  constructor(scope: Construct, id: string, props: SecureWebSocketApiProps = {}) {
    const { throttle = STAGE_THROTTLE, stageName = 'prod', waivers, ...given } = props;
    checkThrottle('HTTP-07', 'throttle', throttle);
    super(scope, id, secureProps<WebSocketApiProps>(HTTP_API_RULES, scope, id, given));
    this.stage = new WebSocketStage(this, 'Stage', { webSocketApi: this, stageName, autoDeploy: true, throttle });
    this.accessLogGroup = log(this.stage, MESSAGE_FORMAT)!;
    secured(this, waivers);
  }

  /** Adds a route. `$connect` asks for a signature (IAM), unless the options name another authorizer. */
  public override addRoute(routeKey: string, options: WebSocketRouteOptions): WebSocketRoute {
    const authorizer = options.authorizer ?? (routeKey === '$connect' ? new WebSocketIamAuthorizer() : undefined);
    return super.addRoute(routeKey, { ...options, authorizer });
  }

  /** Lets somebody write to the connections of its stage, look at them and end them: `execute-api:ManageConnections`. */
  public override grantManageConnections(identity: IGrantable): Grant {
    return this.grantConnections(identity, '*');
  }

  /** Lets somebody write to the connections of its stage, and no more. */
  public grantPostToConnections(identity: IGrantable): Grant {
    return this.grantConnections(identity, 'POST');
  }

  private grantConnections(grantee: IGrantable, method: string): Grant {
    const api = Stack.of(this).formatArn({ service: 'execute-api', resource: this.apiId });
    return Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:ManageConnections'],
      resourceArns: [`${api}/${this.stage.stageName}/${method}/@connections/*`],
    });
  }
}
