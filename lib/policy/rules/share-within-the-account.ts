import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { isOwn } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknown, unknownName, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

/** Ways to give something away that are no policy: type → what is wrong with it. */
const SHARES: Readonly<Record<string, (resource: Resource) => Judgement>> = {
  'AWS::RAM::ResourceShare': resourceShare,
  'AWS::S3::Bucket': (bucket) =>
    every(bucket, 'ReplicationConfiguration.Rules', (rule, at) =>
      account(bucket, rule?.Destination?.Account, 'objects copied to', `${at}.Destination.Account`),
    ),
  'AWS::ECR::ReplicationConfiguration': (configuration) =>
    every(configuration, 'ReplicationConfiguration.Rules', (rule, at) =>
      worstOfAll(
        [rule?.Destinations ?? []]
          .flat()
          .map((one: any) => account(configuration, one?.RegistryId, 'images copied to', `${at}.Destinations`)),
      ),
    ),
  'AWS::Redshift::EndpointAuthorization': (one) =>
    account(one, one.get('Account'), 'a cluster opened to', 'Properties.Account'),
  'AWS::Logs::SubscriptionFilter': logDestination,
  'AWS::CodeBuild::Project': (project) => {
    const open = is(project.get('Visibility'), 'PUBLIC_READ');
    if (open === 'fail') return PASS;
    const at = 'Properties.Visibility';
    return open === 'pass' ? fail('builds that everybody can read', at) : unknown('a visibility not known here', at);
  },
  'AWS::EC2::VPCEndpointServicePermissions': (permissions) =>
    every(permissions, 'AllowedPrincipals', (one, at) =>
      String(one) === '*' ? fail('an endpoint service for everybody', at) : PASS,
    ),
};

export const shareWithinTheAccount: Rule = {
  id: 'POLICY-08',
  types: Object.keys(SHARES),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'nothing is shared with, or copied to, accounts outside of your own',
  why: 'What another account got, it keeps and passes on: no policy of yours takes a copy back.',
  fix: 'set allowExternalPrincipals to false and share with your organization; replicate and send logs within the account',
  topics: ['cross-account', 'public-access'],
  controls: ['A7', 'E3'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => SHARES[resource.type](resource),
};

/** By default a share takes anybody who is named; what is of one's organization may be named all the same. */
function resourceShare(share: Resource): Judgement {
  const external = share.get('AllowExternalPrincipals');
  if (is(external, false) === 'pass') return PASS;
  const at = 'Properties.Principals';
  return every(share, 'Principals', (principal) => {
    const who = String(principal);
    const own = /:organizations:/.test(who) || isOwn({ value: who }, share.template);
    if (own) return PASS;
    const got = `a share with ${readable(who)}, who need not be of the organization`;
    return own === undefined ? unknown(got, at) : fail(got, at);
  });
}

/** Of what may be named here, only a logs destination can lie in another account. */
function logDestination(filter: Resource): Judgement {
  const at = 'Properties.DestinationArn';
  const arn = String(filter.get('DestinationArn') ?? '');
  const got = `logs sent to ${readable(arn)}`;
  if (!arn.startsWith('arn:')) return isUnknown(arn) ? unknownName(arn, got, at) : PASS;
  if (!arn.includes(':destination:')) return PASS;
  const own = isOwn({ value: arn }, filter.template);
  if (own) return PASS;
  return own === undefined ? unknownName(arn, got, at) : fail(got, at);
}

function account(resource: Resource, value: unknown, what: string, at: string): Judgement {
  if (value === undefined) return PASS;
  const own = isOwn({ value: String(value) }, resource.template);
  if (own) return PASS;
  const got = `${what} account ${readable(value)}`;
  return own === undefined ? unknown(got, at) : fail(got, at);
}

function every(resource: Resource, path: string, judge: (one: any, at: string) => Judgement): Judgement {
  const list = resource.get(path);
  if (list === undefined) return PASS;
  const at = `Properties.${path}`;
  if (isUnknown(list)) return unknown('a list that cannot be read here', at);
  return worstOfAll([list].flat().map((one, index) => judge(one, `${at}.${index}`)));
}
