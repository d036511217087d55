import type { Resource } from '../core/assembly';
import type { Statement } from '../core/policy';
import { is, isPresent } from '../core/compare';
import { isNamedLater, splitText } from '../core/text';

/**
 * Whether a statement for everybody lets in some only, by what is no identity: addresses that somebody listed, or a door that
 * is not on the internet.
 */
export const isForKnownCallers = (statement: Statement, resource: Resource): boolean =>
  isFromListedNetworks(statement) || (BY_TYPE[resource.type]?.(statement, resource) ?? false);

/**
 * "The meaning of public", S3 user guide, "Blocking public access": a set of CIDRs in aws:SourceIp is not public, unless a
 * range is wider than /8 (IPv4) or /32 (IPv6).
 */
function isFromListedNetworks({ conditions }: Statement): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      /^(ForAnyValue:)?IpAddress$/i.test(operator) &&
      key === 'aws:sourceip' && // every VPC may have the addresses that aws:VpcSourceIp lists
      values.length > 0 &&
      values.every(isNarrow),
  );
}

function isNarrow(range: string): boolean {
  if (/^⟨[^⟩]*⟩$/.test(range)) return isNamedLater(range); // whoever writes a parameter for addresses lists addresses
  const [address, bits] = splitText(range, '/');
  const isV6 = address.includes(':');
  return bits === undefined || Number(bits) >= (isV6 ? 32 : 8);
}

type Door = (statement: Statement, resource: Resource) => boolean;

const only =
  (pattern: RegExp): Door =>
  ({ actions }) =>
    actions !== undefined && actions.every((action) => pattern.test(action));

const demands =
  (keys: RegExp): Door =>
  ({ conditions }) =>
    conditions.some(({ operator, key, values }) => {
      const says = /^Bool$/i.test(operator) ? /^true$/i : /^(?![*?]*$)/;
      const isDemand = /^(Bool|(ForAnyValue:)?String(Equals|Like))$/i.test(operator);
      return keys.test(key) && isDemand && values.length > 0 && values.every((value) => says.test(value));
    });

/**
 * In a VPC, security groups decide who reaches the domain. With fine-grained access control the domain itself knows its users,
 * for which an open policy is what AWS recommends: "Fine-grained access control", OpenSearch Service guide.
 */
const behindOwnUsers: Door = (_, resource) =>
  isPresent(resource.get('VPCOptions')) || is(resource.get('AdvancedSecurityOptions.Enabled'), true) === 'pass';

/** Without `aws:PrincipalType` anonymous, requests are signed; and only associated VPCs reach the service at all. */
const signed: Door = ({ conditions }) =>
  conditions.some(
    ({ operator, key, values }) =>
      key === 'aws:principaltype' &&
      /^StringNot(Equals|EqualsIgnoreCase|Like)$/i.test(operator) &&
      values.some((value) => /^anonymous$/i.test(value)),
  );

const BY_TYPE: Readonly<Record<string, Door>> = {
  'AWS::OpenSearchService::Domain': behindOwnUsers,
  'AWS::Elasticsearch::Domain': behindOwnUsers,
  // reached through mount targets in a VPC only, and the key stands for them: EFS guide, "resource-based policies"
  'AWS::EFS::FileSystem': demands(/^elasticfilesystem:accessedviamounttarget$/),
  'AWS::VpcLattice::AuthPolicy': (statement, resource) =>
    signed(statement, resource) || demands(/^vpc-lattice-svcs:sourcevpc(owneraccount)?$/)(statement, resource),
  // browsers of guests send these: "Using resource-based policies with CloudWatch RUM"
  'AWS::RUM::AppMonitor': only(/^rum:PutRumEvents$/i),
  // a channel is watched by its audience: "Working with channel policies", MediaTailor guide
  'AWS::MediaTailor::ChannelPolicy': only(/^mediatailor:GetManifest$/i),
  'AWS::MediaPackageV2::OriginEndpointPolicy': demands(/^mediapackagev2:requesthasmatchingcdnauthheader$/),
  // public by its type: whoever makes one wants everybody to pull
  'AWS::ECR::PublicRepository': only(
    /^ecr-public:(BatchCheckLayerAvailability|GetDownloadUrlForLayer|BatchGetImage|Describe\w+)$/i,
  ),
};
