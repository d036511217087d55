import {
  AuthorizationType,
  CfnRestApi,
  DomainNameOptions,
  EndpointAccessMode,
  EndpointType,
  IAuthorizer,
  MethodLoggingLevel,
  RestApi,
  RestApiProps,
  SecurityPolicy,
  StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { ACCESS_LOG_FORMAT, OwnAccessLogs } from './access-logs';
import { API_RULES } from './rules/index';
import type { SecureApiProps } from './secure-api-props';
import { checkCors } from './strict-cors';
import { checkThrottle, STAGE_THROTTLE } from './throttle';
import { secureProps } from '../core/secure-props';

/** Props that exclude or imply each other in CDK's API. */
const GROUPS = [
  ['endpointTypes', 'endpointConfiguration'],
  ['cloudWatchRole', 'cloudWatchRoleRemovalPolicy'],
  ['minimumCompressionSize', 'minCompressionSize'],
];

/** CDK lets a method's own authorizer take the place of this one; of a default authorization type it would say that they differ. */
const SIGNED: IAuthorizer = { authorizerId: '', authorizationType: AuthorizationType.IAM };

/** What CDK's API is made with. */
export function secureApiProps(scope: Construct, id: string, given: SecureApiProps): RestApiProps {
  checkChoices(scope, given);
  const { exposure, throttle, executionLogs } = given;
  const plain: RestApiProps = without(given, [
    'exposure',
    'endpointAccessMode',
    'throttle',
    'waf',
    'cors',
    'executionLogs',
    'dataClass',
    'waivers',
  ]);
  const vpcEndpoints = exposure?.vpcEndpoints ?? [];
  const types = vpcEndpoints.length > 0 ? [EndpointType.PRIVATE] : [EndpointType.REGIONAL];
  const knowsCaller = plain.defaultMethodOptions?.authorizer ?? plain.defaultMethodOptions?.authorizationType;
  const logs = writesExecutionLogs({ executionLogs, deployOptions: plain.deployOptions });
  const defaults: RestApiProps = {
    cloudWatchRole: false,
    endpointConfiguration: { types, ...(vpcEndpoints.length > 0 && { vpcEndpoints }) },
    disableExecuteApiEndpoint: plain.domainName ? true : undefined,
    defaultMethodOptions: knowsCaller ? undefined : { authorizer: SIGNED },
    deployOptions: plain.deploy === false ? undefined : stageOptions(logs),
  };
  const deployOptions = throttle
    ? { ...plain.deployOptions, throttlingRateLimit: throttle.rateLimit, throttlingBurstLimit: throttle.burstLimit }
    : plain.deployOptions;
  const { domainName } = plain;
  const asked = {
    ...plain,
    deployOptions,
    ...(domainName && { domainName: { endpointAccessMode: given.endpointAccessMode, ...domainName } }),
  };
  return secureProps<RestApiProps>(API_RULES, scope, id, asked, { groups: GROUPS, defaults });
}

const without = (props: SecureApiProps, names: (keyof SecureApiProps)[]): RestApiProps =>
  Object.fromEntries(Object.entries(props).filter(([name]) => !names.includes(name as keyof SecureApiProps)));

const stageOptions = (logs: boolean): StageOptions => ({
  throttlingRateLimit: STAGE_THROTTLE.rateLimit,
  throttlingBurstLimit: STAGE_THROTTLE.burstLimit,
  loggingLevel: logs ? MethodLoggingLevel.INFO : MethodLoggingLevel.OFF,
  dataTraceEnabled: false,
  accessLogDestination: new OwnAccessLogs(),
  accessLogFormat: ACCESS_LOG_FORMAT,
});

/** Whether API Gateway is going to write them: then somebody has to make the log group first. */
export function writesExecutionLogs({ executionLogs, deployOptions }: SecureApiProps): boolean {
  const level = deployOptions?.loggingLevel;
  return level === undefined ? (executionLogs ?? false) : level !== MethodLoggingLevel.OFF;
}

function checkChoices(scope: Construct, given: SecureApiProps): void {
  const { throttle, deployOptions, exposure, cors } = given;
  if (throttle) checkThrottle('API-02', 'throttle', throttle);
  const twice = deployOptions?.throttlingRateLimit ?? deployOptions?.throttlingBurstLimit;
  if (throttle && twice !== undefined) {
    throw new Error(
      'API-02: expected the limits of the stage in throttle or in deployOptions, got both; take them out of deployOptions',
    );
  }
  if (throttle && given.deploy === false) {
    throw new Error(
      'API-02: expected a stage to limit, got throttle with deploy: false; set the limits on your own stage',
    );
  }
  if (exposure && exposure.vpcEndpoints.length > 0 && (given.endpointTypes ?? given.endpointConfiguration)) {
    throw new Error(
      'API-12: expected exposure to say where a private API is reached, got endpointTypes or endpointConfiguration too; take them out',
    );
  }
  if (cors) checkCors(scope, 'the API', cors);
  if (cors && given.defaultCorsPreflightOptions) {
    throw new Error(
      'API-11: expected one answer to preflight requests, got cors and defaultCorsPreflightOptions; take out the second',
    );
  }
}

/** Whether an API is reached through VPC endpoints only. */
export const isPrivate = (api: RestApi): boolean => typesOf(api).includes(EndpointType.PRIVATE);

function typesOf(api: RestApi): string[] {
  const { endpointConfiguration } = api.node.defaultChild as CfnRestApi;
  return (endpointConfiguration as CfnRestApi.EndpointConfigurationProperty | undefined)?.types ?? [];
}

/**
 * TLS 1.2 and 1.3 with forward secrecy, and post-quantum key exchange where there is one: decision 0009. Strict means that requests come
 * by the endpoint type that the API has, with the same host name in TLS and HTTP.
 */
function tlsFor(
  types: readonly string[],
  mode?: EndpointAccessMode,
): { securityPolicy: SecurityPolicy; endpointAccessMode: EndpointAccessMode } {
  const isEdge = types.includes(EndpointType.EDGE);
  // names of VPC endpoints are never the API's, and its policy says already where requests come from
  const usual = types.includes(EndpointType.PRIVATE) ? EndpointAccessMode.BASIC : EndpointAccessMode.STRICT;
  return {
    securityPolicy: isEdge ? SecurityPolicy.TLS12_PFS_2025_EDGE : SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
    endpointAccessMode: mode ?? usual,
  };
}

/** Names the TLS versions on the API itself: without a name they are 1.0 and later. */
export function demandTls(api: RestApi, endpointAccessMode: EndpointAccessMode | undefined): void {
  Object.assign(api.node.defaultChild as CfnRestApi, tlsFor(typesOf(api), endpointAccessMode));
}

/** The same for a domain name that says nothing about TLS; with client certificates API Gateway takes no newer policy. */
export function withTls(domain: DomainNameOptions): DomainNameOptions {
  if (domain.securityPolicy) return domain;
  // which knows no access mode
  if (domain.mtls) return { ...domain, securityPolicy: SecurityPolicy.TLS_1_2, endpointAccessMode: undefined };
  return { ...domain, ...tlsFor([domain.endpointType ?? EndpointType.REGIONAL], domain.endpointAccessMode) };
}
