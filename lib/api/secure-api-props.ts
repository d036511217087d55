import { EndpointAccessMode, RestApiProps } from 'aws-cdk-lib/aws-apigateway';
import type { Exposure } from './exposure';
import { StrictCors } from './strict-cors';
import { Throttle } from './throttle';
import { Waiver } from '../core/waivers';
import type { Waf } from '../edge/waf';
import { DataClass } from '../key/data-class';

/** Props of `SecureApi`: everything `apigateway.RestApi` takes, and what a secure API has to know besides. */
export interface SecureApiProps extends RestApiProps {
  /**
   * From which networks it can be reached.
   *
   * @default - Exposure.public()
   */
  readonly exposure?: Exposure;
  /**
   * Whether requests have to come by the API's own endpoint type, with one host name in TLS and HTTP; for the API and `domainName`. An API
   * in use starts with BASIC and becomes STRICT in an update of its own, once nobody needs other host names: from STRICT back to BASIC it
   * is away for about 15 minutes, and under STRICT its endpoint type cannot change. Source: "Security policies for REST APIs in API
   * Gateway", API Gateway developer guide.
   *
   * @default - EndpointAccessMode.STRICT; BASIC for a private API
   */
  readonly endpointAccessMode?: EndpointAccessMode;
  /**
   * The limits of the stage, for all routes and clients together, instead of those in `deployOptions`.
   *
   * @default - 50 requests per second, 100 at once
   */
  readonly throttle?: Throttle;
  /**
   * The web ACL before its stage.
   *
   * @default - the one that the app shares in this region; none in development, or for a private API
   */
  readonly waf?: Waf;
  /**
   * Which web pages of other origins may call its routes.
   *
   * @default - none
   */
  readonly cors?: StrictCors;
  /**
   * Whether API Gateway logs how it executes each request, besides the access logs: into a log group that is made beforehand, and never
   * with the data of requests (data trace). These logs hold paths and queries.
   *
   * @default - false
   */
  readonly executionLogs?: boolean;
  /**
   * How sensitive the data is that goes through it. It is stated for whoever reads the app, and changes nothing in what is made.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * Rules that need not hold on this API and its methods, and why. Prefer those of a route.
   *
   * @default - none: every rule holds
   */
  readonly waivers?: Waiver[];
}
