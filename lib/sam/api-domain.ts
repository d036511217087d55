import { compact, getAtt, isGiven, isPlainMap, pick, Properties, ref } from './intrinsic-shapes';
import { digest } from './logical-ids';
import { join, SamResource } from './sam-resource';

const AT = 'Domain';
const KNOWN: ReadonlySet<string> = new Set([
  ...['DomainName', 'CertificateArn', 'EndpointConfiguration', 'MutualTlsAuthentication', 'SecurityPolicy'],
  ...['OwnershipVerificationCertificateArn', 'BasePath', 'NormalizeBasePath', 'Route53', 'IpAddressType'],
  ...['EndpointAccessMode', 'Policy', 'AccessAssociation'],
]);
const ROUTE53: ReadonlySet<string> = new Set([
  ...['HostedZoneId', 'HostedZoneName', 'EvaluateTargetHealth', 'DistributionDomainName', 'IpV6', 'Region'],
  ...['SetIdentifier', 'SeparateRecordSetGroup', 'VpcEndpointDomainName', 'VpcEndpointHostedZoneId'],
]);

/** `Domain`: the domain name, its mappings to the API, and its DNS records. */
export function writeDomain(sam: SamResource, kind: 'rest' | 'http'): void {
  const domain = sam.map(sam.properties[AT], AT);
  if (!domain) return;
  sam.knows(domain, KNOWN, AT);
  const { DomainName, CertificateArn } = domain;
  if (!isGiven(DomainName) || !isGiven(CertificateArn)) {
    sam.block(AT, 'without DomainName and CertificateArn');
    return;
  }
  const type = sam.text(domain.EndpointConfiguration, join(AT, 'EndpointConfiguration')) ?? 'REGIONAL';
  const isSecond = kind === 'http' || type === 'PRIVATE';
  const logicalId = `ApiGatewayDomainName${isSecond ? 'V2' : ''}${digest(DomainName)}`;
  if (kind === 'http') writeHttp(sam, logicalId, domain);
  else writeRest(sam, logicalId, domain, type);
  sam.writer.nicknames.set(`${sam.id}.${isSecond ? 'DomainNameV2' : 'DomainName'}`, logicalId);
  writeRecords(sam, logicalId, domain, type);
}

/** Two APIs may share a domain: SAM generates it once. */
function once(sam: SamResource, logicalId: string, type: string, properties: Properties): void {
  if (!sam.writer.resources.has(logicalId)) sam.generate(logicalId, type, properties, AT);
}

function writeRest(sam: SamResource, logicalId: string, domain: Properties, type: string): void {
  const { CertificateArn, IpAddressType } = domain;
  const isPrivate = type === 'PRIVATE';
  const isRegional = type === 'REGIONAL';
  once(
    sam,
    logicalId,
    isPrivate ? 'AWS::ApiGateway::DomainNameV2' : 'AWS::ApiGateway::DomainName',
    compact({
      ...pick(domain, ['DomainName', 'SecurityPolicy', 'EndpointAccessMode']),
      ...(isPrivate
        ? pick(domain, ['Policy'])
        : pick(domain, ['MutualTlsAuthentication', 'OwnershipVerificationCertificateArn'])),
      [isRegional ? 'RegionalCertificateArn' : 'CertificateArn']: CertificateArn,
      EndpointConfiguration: compact({ Types: [type], IpAddressType }),
    }),
  );
  const association = isPrivate ? sam.map(domain.AccessAssociation, join(AT, 'AccessAssociation')) : undefined;
  if (association) {
    const { VpcEndpointId } = association;
    sam.generate(
      `DomainNameAccessAssociation${digest([VpcEndpointId, logicalId])}`,
      'AWS::ApiGateway::DomainNameAccessAssociation',
      {
        DomainNameArn: ref(logicalId),
        AccessAssociationSourceType: 'VPCE',
        AccessAssociationSource: VpcEndpointId,
      },
      AT,
    );
  }
  for (const path of basePaths(sam, domain)) {
    const plain = (path ?? '').replace(/[^\p{L}\p{N}]/gu, '');
    sam.generate(
      `${sam.id}${plain}BasePathMapping`,
      isPrivate ? 'AWS::ApiGateway::BasePathMappingV2' : 'AWS::ApiGateway::BasePathMapping',
      {
        [isPrivate ? 'DomainNameArn' : 'DomainName']: ref(logicalId),
        RestApiId: ref(sam.id),
        Stage: ref(`${sam.id}.Stage`),
        BasePath: path === undefined || domain.NormalizeBasePath === false ? path : plain,
      },
      AT,
    );
  }
}

function writeHttp(sam: SamResource, logicalId: string, domain: Properties): void {
  const { CertificateArn } = domain;
  const configuration = compact({
    CertificateArn,
    EndpointType: domain.EndpointConfiguration ?? 'REGIONAL',
    ...pick(domain, ['OwnershipVerificationCertificateArn', 'SecurityPolicy', 'IpAddressType']),
  });
  once(sam, logicalId, 'AWS::ApiGatewayV2::DomainName', {
    ...pick(domain, ['DomainName', 'MutualTlsAuthentication']),
    DomainNameConfigurations: [configuration],
    Tags: { 'httpapi:createdBy': 'SAM', ...(isPlainMap(sam.properties.Tags) && sam.properties.Tags) },
  });
  for (const path of basePaths(sam, domain)) {
    sam.generate(
      `${sam.id}${(path ?? '').replace(/[-_/]+/g, '')}ApiMapping`,
      'AWS::ApiGatewayV2::ApiMapping',
      {
        DomainName: ref(logicalId),
        ApiId: ref(sam.id),
        Stage: ref(`${sam.id}.Stage`),
        ApiMappingKey: path?.replace(/^\/+|\/+$/g, ''),
      },
      AT,
    );
  }
}

/** None means the root. */
function basePaths(sam: SamResource, { BasePath }: Properties): readonly (string | undefined)[] {
  if (!isGiven(BasePath)) return [undefined];
  const list: unknown[] = Array.isArray(BasePath) ? BasePath : [BasePath];
  if (list.every((one): one is string => typeof one === 'string')) return list;
  sam.block(join(AT, 'BasePath'), 'neither a text nor a list of them');
  return [];
}

function writeRecords(sam: SamResource, domainId: string, domain: Properties, type: string): void {
  const at = join(AT, 'Route53');
  const zone = sam.map(domain.Route53, at);
  if (!zone) return;
  sam.knows(zone, ROUTE53, at);
  const { HostedZoneId, HostedZoneName } = zone;
  const target = compact({ EvaluateTargetHealth: zone.EvaluateTargetHealth, ...aliasTarget(domainId, zone, type) });
  const record = (Type: string): Properties =>
    compact({ Name: domain.DomainName, Type, AliasTarget: target, ...pick(zone, ['Region', 'SetIdentifier']) });
  const logicalId = `RecordSetGroup${digest(zone.SeparateRecordSetGroup === true ? [HostedZoneId ?? HostedZoneName, domainId] : (HostedZoneId ?? HostedZoneName))}`;
  const added = [record('A'), ...(zone.IpV6 === true ? [record('AAAA')] : [])];
  const before = sam.writer.resources.get(logicalId);
  if (before) sam.writer.change(logicalId, (own) => ({ ...own, RecordSets: [...own.RecordSets, ...added] }));
  else sam.generate(logicalId, 'AWS::Route53::RecordSetGroup', { HostedZoneId, HostedZoneName, RecordSets: added }, at);
}

/** CloudFront's own zone ("AliasTarget" in the CloudFormation reference). */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

function aliasTarget(domainId: string, zone: Properties, type: string): Properties {
  if (type === 'EDGE') {
    const name: unknown = zone.DistributionDomainName ?? getAtt(domainId, 'DistributionDomainName');
    return { HostedZoneId: CLOUDFRONT_ZONE, DNSName: name };
  }
  if (type === 'PRIVATE') return { HostedZoneId: zone.VpcEndpointHostedZoneId, DNSName: zone.VpcEndpointDomainName };
  return {
    HostedZoneId: getAtt(domainId, 'RegionalHostedZoneId'),
    DNSName: getAtt(domainId, 'RegionalDomainName'),
  };
}
