import { verdicts } from '../support/judging';

const OWN = '111111111111';
const OTHER = '222222222222';
const allow = (Principal: unknown, more: object = {}) => ({
  Statement: [{ Effect: 'Allow', Principal, Action: 'x:Get', Resource: '*', ...more }],
});
const PUBLIC = allow('*');
const said = (ruleId: string, Type: string, Properties: object, account: string | undefined = OWN) =>
  verdicts(ruleId, { One: { Type, Properties } }, { Parameters: { P: { Type: 'String' } } }, { account }).map(
    (one) => one.split(' ')[0],
  );

/** Where each type keeps its policy; some as text. */
const PLACES: [type: string, property: (policy: object) => object][] = [
  ['AWS::Logs::DeliveryDestination', (p) => ({ DeliveryDestinationPolicy: { DeliveryDestinationPolicy: p } })],
  ['AWS::ECR::RegistryPolicy', (PolicyText) => ({ PolicyText })],
  ['AWS::ECR::RepositoryCreationTemplate', (p) => ({ RepositoryPolicy: JSON.stringify(p) })],
  ['AWS::ECR::PublicRepository', (RepositoryPolicyText) => ({ RepositoryPolicyText })],
  ['AWS::Backup::LogicallyAirGappedBackupVault', (AccessPolicy) => ({ AccessPolicy })],
  ['AWS::Backup::BackupAccessPoint', (AccessPointPolicy) => ({ AccessPointPolicy })],
  ['AWS::OpenSearchService::Domain', (AccessPolicies) => ({ AccessPolicies })],
  ['AWS::Elasticsearch::Domain', (AccessPolicies) => ({ AccessPolicies })],
  ['AWS::OSIS::Pipeline', (Policy) => ({ ResourcePolicy: { Policy } })],
  ['AWS::EFS::FileSystem', (FileSystemPolicy) => ({ FileSystemPolicy })],
  ['AWS::S3Files::FileSystemPolicy', (Policy) => ({ Policy })],
  ['AWS::S3Outposts::AccessPoint', (Policy) => ({ Policy })],
  ['AWS::S3Outposts::BucketPolicy', (PolicyDocument) => ({ PolicyDocument })],
  ['AWS::CodeArtifact::Domain', (PermissionsPolicyDocument) => ({ PermissionsPolicyDocument })],
  ['AWS::CodeArtifact::Repository', (PermissionsPolicyDocument) => ({ PermissionsPolicyDocument })],
  ['AWS::VpcLattice::AuthPolicy', (Policy) => ({ Policy })],
  ['AWS::VpcLattice::ResourcePolicy', (p) => ({ Policy: JSON.stringify(p) })],
  ['AWS::MSK::ClusterPolicy', (Policy) => ({ Policy })],
  ['AWS::XRay::ResourcePolicy', (p) => ({ PolicyDocument: JSON.stringify(p) })],
  ['AWS::EventsV2::ResourcePolicy', (PolicyDocument) => ({ PolicyDocument })],
  ['AWS::CloudTrail::ResourcePolicy', (ResourcePolicy) => ({ ResourcePolicy })],
  ['AWS::Organizations::ResourcePolicy', (Content) => ({ Content })],
  ['AWS::APS::ResourcePolicy', (p) => ({ PolicyDocument: JSON.stringify(p) })],
  ['AWS::Bedrock::ResourcePolicy', (PolicyDocument) => ({ PolicyDocument })],
  ['AWS::Bedrock::KnowledgeBasePolicy', (PolicyDocument) => ({ PolicyDocument })],
  ['AWS::BedrockAgentCore::ResourcePolicy', (p) => ({ Policy: JSON.stringify(p) })],
  ['AWS::SageMaker::ModelPackageGroup', (ModelPackageGroupPolicy) => ({ ModelPackageGroupPolicy })],
  ['AWS::Comprehend::DocumentClassifier', (p) => ({ ModelPolicy: JSON.stringify(p) })],
  ['AWS::Comprehend::EntityRecognizer', (p) => ({ ModelPolicy: JSON.stringify(p) })],
  ['AWS::Lex::ResourcePolicy', (Policy) => ({ Policy })],
  ['AWS::SMSVOICE::ResourcePolicy', (PolicyDocument) => ({ PolicyDocument })],
  ['AWS::DSQL::Cluster', (p) => ({ PolicyDocument: JSON.stringify(p) })],
  ['AWS::Redshift::Cluster', (NamespaceResourcePolicy) => ({ NamespaceResourcePolicy })],
  ['AWS::RedshiftServerless::Namespace', (NamespaceResourcePolicy) => ({ NamespaceResourcePolicy })],
  ['AWS::Omics::SequenceStore', (S3AccessPolicy) => ({ S3AccessPolicy })],
  ['AWS::Oam::Sink', (Policy) => ({ Policy })],
  ['AWS::PaymentCryptography::Key', (p) => ({ Policy: JSON.stringify(p) })],
  ['AWS::RUM::AppMonitor', (p) => ({ ResourcePolicy: { PolicyDocument: JSON.stringify(p) } })],
  ['AWS::MediaStore::Container', (p) => ({ Policy: JSON.stringify(p) })],
  ['AWS::MediaPackageV2::ChannelPolicy', (Policy) => ({ Policy })],
  ['AWS::MediaPackageV2::OriginEndpointPolicy', (Policy) => ({ Policy })],
  ['AWS::MediaTailor::ChannelPolicy', (Policy) => ({ Policy })],
];
/** Whose policy is there for other accounts. */
const FOR_OTHERS = ['AWS::Oam::Sink'];

describe.each(PLACES)('%s', (type, place) => {
  test('everybody is let in', () => expect(said('POLICY-01', type, place(PUBLIC))).toEqual(['fail']));
  test('another account is let in', () =>
    expect(said('POLICY-02', type, place(allow({ AWS: OTHER })))).toEqual(FOR_OTHERS.includes(type) ? [] : ['fail']));
  test('a service is let in for anybody', () =>
    expect(said('POLICY-03', type, place(allow({ Service: 'sns.amazonaws.com' })))).toEqual(['fail']));
  test('all actions but some', () =>
    expect(said('POLICY-04', type, place(allow({ AWS: OWN }, { Action: undefined, NotAction: 'x:Put' })))).toEqual([
      'fail',
    ]));
  test('every action', () =>
    expect(said('POLICY-05', type, place(allow({ AWS: OWN }, { Action: '*' })))).toEqual(['fail']));
  test('the own account, and no policy at all', () => {
    for (const ruleId of ['POLICY-01', 'POLICY-02', 'POLICY-03', 'POLICY-04', 'POLICY-05']) {
      expect(said(ruleId, type, place(allow({ AWS: OWN })))).toEqual([]);
      expect(said(ruleId, type, {})).toEqual([]);
    }
  });
});

test('the custom domain of a private API lets everybody in, for its APIs to know them', () => {
  const domain = { Policy: PUBLIC };
  expect(said('POLICY-01', 'AWS::ApiGateway::DomainNameV2', domain)).toEqual([]);
  expect(said('POLICY-02', 'AWS::ApiGateway::DomainNameV2', { Policy: allow({ AWS: OTHER }) })).toEqual(['fail']);
});

describe('doors that are not on the internet', () => {
  const bool = (key: string, value: unknown = 'true') => allow('*', { Condition: { Bool: { [key]: value } } });
  test.each<[string, string, object, string[]]>([
    [
      'a domain in a VPC',
      'AWS::OpenSearchService::Domain',
      { AccessPolicies: PUBLIC, VPCOptions: { SubnetIds: ['s'] } },
      [],
    ],
    [
      'a domain that knows its users',
      'AWS::OpenSearchService::Domain',
      { AccessPolicies: PUBLIC, AdvancedSecurityOptions: { Enabled: true } },
      [],
    ],
    [
      'one that could, but does not',
      'AWS::OpenSearchService::Domain',
      { AccessPolicies: PUBLIC, AdvancedSecurityOptions: { Enabled: false } },
      ['fail'],
    ],
    [
      'through a mount target',
      'AWS::EFS::FileSystem',
      { FileSystemPolicy: bool('elasticfilesystem:AccessedViaMountTarget') },
      [],
    ],
    [
      'not through a mount target',
      'AWS::EFS::FileSystem',
      { FileSystemPolicy: bool('elasticfilesystem:AccessedViaMountTarget', 'false') },
      ['fail'],
    ],
    [
      'a key of another service',
      'AWS::CodeArtifact::Domain',
      { PermissionsPolicyDocument: bool('elasticfilesystem:AccessedViaMountTarget') },
      ['fail'],
    ],
    [
      'whoever signs',
      'AWS::VpcLattice::AuthPolicy',
      { Policy: allow('*', { Condition: { StringNotEqualsIgnoreCase: { 'aws:PrincipalType': 'anonymous' } } }) },
      [],
    ],
    [
      'a VPC',
      'AWS::VpcLattice::AuthPolicy',
      { Policy: allow('*', { Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpc': 'vpc-1' } } }) },
      [],
    ],
    [
      'any VPC',
      'AWS::VpcLattice::AuthPolicy',
      { Policy: allow('*', { Condition: { StringLike: { 'vpc-lattice-svcs:SourceVpc': '*' } } }) },
      ['fail'],
    ],
    [
      'events of browsers',
      'AWS::RUM::AppMonitor',
      { ResourcePolicy: { PolicyDocument: JSON.stringify(allow('*', { Action: 'rum:PutRumEvents' })) } },
      [],
    ],
    [
      'more than events of browsers',
      'AWS::RUM::AppMonitor',
      {
        ResourcePolicy: {
          PolicyDocument: JSON.stringify(allow('*', { Action: ['rum:PutRumEvents', 'rum:GetAppMonitorData'] })),
        },
      },
      ['fail'],
    ],
    [
      'an audience',
      'AWS::MediaTailor::ChannelPolicy',
      { Policy: allow('*', { Action: 'mediatailor:GetManifest' }) },
      [],
    ],
    [
      'a CDN with its header',
      'AWS::MediaPackageV2::OriginEndpointPolicy',
      { Policy: bool('mediapackagev2:RequestHasMatchingCdnAuthHeader') },
      [],
    ],
    [
      'public images are pulled',
      'AWS::ECR::PublicRepository',
      { RepositoryPolicyText: allow('*', { Action: ['ecr-public:BatchGetImage', 'ecr-public:DescribeImages'] }) },
      [],
    ],
    [
      'public images are pushed',
      'AWS::ECR::PublicRepository',
      { RepositoryPolicyText: allow('*', { Action: 'ecr-public:PutImage' }) },
      ['fail'],
    ],
  ])('%s', (_, type, properties, expected) => expect(said('POLICY-01', type, properties)).toEqual(expected));
});

describe('services in policies of log groups and clusters', () => {
  const logs = (Service: string, Condition?: object) => ({
    PolicyDocument: JSON.stringify(allow({ Service }, Condition && { Condition })),
  });
  const TYPE = 'AWS::Logs::ResourcePolicy';
  test.each<[string, string, object, string[]]>([
    ['EventBridge', TYPE, logs('events.amazonaws.com'), []],
    ['vended logs', TYPE, logs('delivery.logs.amazonaws.com'), []],
    ['another service', TYPE, logs('route53.amazonaws.com'), ['fail']],
    [
      'another service for the account',
      TYPE,
      logs('es.amazonaws.com', { StringEquals: { 'aws:SourceAccount': OWN } }),
      [],
    ],
    ['Firehose and Kafka', 'AWS::MSK::ClusterPolicy', { Policy: allow({ Service: 'firehose.amazonaws.com' }) }, []],
  ])('%s', (_, type, properties, expected) => expect(said('POLICY-03', type, properties)).toEqual(expected));
});

describe('data access of OpenSearch Serverless', () => {
  const TYPE = 'AWS::OpenSearchServerless::AccessPolicy';
  const policy = (Principal: unknown, Permission: unknown = ['aoss:ReadDocument']) => ({
    Type: 'data',
    Policy: JSON.stringify([{ Rules: [{ ResourceType: 'index', Resource: ['index/logs/*'], Permission }], Principal }]),
  });
  test.each<[string, string, object, string[]]>([
    ['everybody', 'POLICY-01', policy(['*']), ['fail']],
    ['a role of every account', 'POLICY-02', policy([`arn:aws:iam::*:role/app`]), ['fail']],
    ['a role of another account', 'POLICY-02', policy([`arn:aws:iam::${OTHER}:role/app`]), ['fail']],
    ['people of another account', 'POLICY-02', policy([`saml/${OTHER}/sso/user/ann`]), ['fail']],
    ['every action', 'POLICY-05', policy([`arn:aws:iam::${OWN}:role/app`], ['aoss:*']), ['fail']],
    ['unreadable', 'POLICY-01', { Policy: 'nonsense' }, ['unknown']],
    ['a role', 'POLICY-02', policy([`arn:aws:iam::${OWN}:role/app`]), []],
    ['people of the account', 'POLICY-02', policy([`saml/${OWN}/sso/user/ann`]), []],
    ['people of Identity Center', 'POLICY-02', policy(['iamidentitycenter/instance/user/ann']), []],
    ['named actions', 'POLICY-05', policy([`arn:aws:iam::${OWN}:role/app`]), []],
  ])('%s: %s', (_, ruleId, properties, expected) => expect(said(ruleId, TYPE, properties)).toEqual(expected));
});

describe('POLICY-06: collections are reached through own endpoints', () => {
  const TYPE = 'AWS::OpenSearchServerless::SecurityPolicy';
  const policy = (rule: object, Type = 'network') => ({ Type, Policy: JSON.stringify([rule]) });
  const Rules = [{ ResourceType: 'collection', Resource: ['collection/logs'] }];
  test.each<[string, object, string[]]>([
    ['open to the internet', policy({ Rules, AllowFromPublic: true }), ['fail']],
    ['as text', policy({ Rules, AllowFromPublic: 'true' }), ['fail']],
    [
      'dashboards open to the internet',
      policy({ Rules: [{ ResourceType: 'dashboard' }], AllowFromPublic: true }),
      ['fail'],
    ],
    [
      'the second of two',
      { Type: 'network', Policy: JSON.stringify([{ AllowFromPublic: false }, { AllowFromPublic: true }]) },
      ['fail'],
    ],
    ['unreadable', { Type: 'network', Policy: { Ref: 'P' } }, ['unknown']],
    ['no list', { Type: 'network', Policy: '{}' }, ['unknown']],
    ['own endpoints', policy({ Rules, AllowFromPublic: false, SourceVPCEs: ['vpce-1'] }), []],
    ['a service of AWS', policy({ Rules, AllowFromPublic: false, SourceServices: ['bedrock.amazonaws.com'] }), []],
    ['encryption', policy({ Rules, AWSOwnedKey: true }, 'encryption'), []],
  ])('%s', (_, properties, expected) => expect(said('POLICY-06', TYPE, properties)).toEqual(expected));
});

describe('POLICY-07: devices use their own topics', () => {
  const device = (Action: unknown, Resource: unknown, more: object = {}) => ({
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource, ...more }] },
  });
  const arn = (rest: string) => `arn:aws:iot:us-east-1:${OWN}:${rest}`;
  test.each<[string, object, string[]]>([
    ['everything', device('*', '*'), ['fail']],
    ['everything of IoT', device('iot:*', arn('topic/a')), ['fail']],
    ['everything of IoT in capitals', device('IoT:*', arn('topic/a')), ['fail']],
    ['publishes anywhere', device('iot:Publish', '*'), ['fail']],
    ['any topic of the account', device('iot:Publish', arn('topic/*')), ['fail']],
    ['any topic filter', device(['iot:Subscribe'], [arn('topicfilter/a'), arn('topicfilter/#')]), ['fail']],
    [
      'any client',
      device('iot:Connect', { 'Fn::Sub': 'arn:aws:iot:${AWS::Region}:${AWS::AccountId}:client/*' }),
      ['fail'],
    ],
    ['anything of the account', device('iot:Receive', arn('*')), ['fail']],
    ['all but some', device(undefined, arn('topic/a'), { NotAction: 'iot:Connect' }), ['fail']],
    ['all but some topics', device('iot:Publish', undefined, { NotResource: arn('topic/a') }), ['fail']],
    ['unreadable', { PolicyDocument: { Ref: 'P' } }, ['unknown']],
    ['a Deny', device('iot:*', '*', { Effect: 'Deny' }), []],
    ['its own name', device('iot:Connect', arn('client/${iot:Connection.Thing.ThingName}')), []],
    ['topics below a name', device('iot:Publish', arn('topic/orders/*')), []],
    ['as text', { PolicyDocument: JSON.stringify(device('iot:Connect', arn('client/a')).PolicyDocument) }, []],
  ])('%s', (_, properties, expected) => expect(said('POLICY-07', 'AWS::IoT::Policy', properties)).toEqual(expected));
});

describe('POLICY-08: nothing is shared with others', () => {
  const copies = (Account: unknown) => ({
    ReplicationConfiguration: {
      Role: 'r',
      Rules: [{ Destination: { Bucket: 'arn:aws:s3:::b', ...(Account !== undefined && { Account }) } }],
    },
  });
  const images = (RegistryId: unknown) => ({
    ReplicationConfiguration: { Rules: [{ Destinations: [{ Region: 'eu-west-1', RegistryId }] }] },
  });
  const logs = (DestinationArn: unknown) => ({ LogGroupName: 'orders', FilterPattern: '', DestinationArn });
  const arnOf = (service: string, account: string, rest: string) => `arn:aws:${service}:us-east-1:${account}:${rest}`;
  const share = (Principals: unknown, AllowExternalPrincipals?: unknown) => ({
    Name: 's',
    Principals,
    ...(AllowExternalPrincipals !== undefined && { AllowExternalPrincipals }),
  });
  test.each<[string, string, object, string[]]>([
    ['a share with an account', 'AWS::RAM::ResourceShare', share([OTHER]), ['fail']],
    ['a share with an account, said', 'AWS::RAM::ResourceShare', share([OTHER], true), ['fail']],
    ['a share with a role', 'AWS::RAM::ResourceShare', share([`arn:aws:iam::${OTHER}:role/r`]), ['fail']],
    ['a share with a parameter', 'AWS::RAM::ResourceShare', share([{ Ref: 'P' }]), ['unknown']],
    ['a share within the organization', 'AWS::RAM::ResourceShare', share([OTHER], false), []],
    ['as text', 'AWS::RAM::ResourceShare', share([OTHER], 'false'), []],
    [
      'a share with the organization',
      'AWS::RAM::ResourceShare',
      share([`arn:aws:organizations::${OTHER}:organization/o-1`]),
      [],
    ],
    ['a share with nobody yet', 'AWS::RAM::ResourceShare', { Name: 's' }, []],
    ['objects for another account', 'AWS::S3::Bucket', copies(OTHER), ['fail']],
    ['objects for a parameter', 'AWS::S3::Bucket', copies({ Ref: 'P' }), ['unknown']],
    ['objects for the own account', 'AWS::S3::Bucket', copies({ Ref: 'AWS::AccountId' }), []],
    ['objects, no account said', 'AWS::S3::Bucket', copies(undefined), []],
    ['a bucket without copies', 'AWS::S3::Bucket', {}, []],
    ['images for another account', 'AWS::ECR::ReplicationConfiguration', images(OTHER), ['fail']],
    ['images for the own account', 'AWS::ECR::ReplicationConfiguration', images(OWN), []],
    ['a warehouse', 'AWS::Redshift::EndpointAuthorization', { Account: OTHER }, ['fail']],
    ['a warehouse of the own account', 'AWS::Redshift::EndpointAuthorization', { Account: OWN }, []],
    [
      'logs for another account',
      'AWS::Logs::SubscriptionFilter',
      logs(arnOf('logs', OTHER, 'destination:d')),
      ['fail'],
    ],
    [
      'logs for another account in a region given later',
      'AWS::Logs::SubscriptionFilter',
      logs({ 'Fn::Sub': `arn:aws:logs:\${P}:${OTHER}:destination:d` }),
      ['fail'],
    ],
    [
      'logs for an account given later',
      'AWS::Logs::SubscriptionFilter',
      logs({ 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${P}:destination:d' }),
      ['unknown'],
    ],
    ['logs for a parameter', 'AWS::Logs::SubscriptionFilter', logs({ Ref: 'P' }), ['unknown']],
    ['logs for the own account', 'AWS::Logs::SubscriptionFilter', logs(arnOf('logs', OWN, 'destination:d')), []],
    [
      'logs for the account of the stack',
      'AWS::Logs::SubscriptionFilter',
      logs({ 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:destination:d' }),
      [],
    ],
    ['logs for a stream', 'AWS::Logs::SubscriptionFilter', logs(arnOf('firehose', OWN, 'deliverystream/s')), []],
    ['builds for everybody', 'AWS::CodeBuild::Project', { Visibility: 'PUBLIC_READ' }, ['fail']],
    ['builds of a visibility given later', 'AWS::CodeBuild::Project', { Visibility: { Ref: 'P' } }, ['unknown']],
    ['private builds', 'AWS::CodeBuild::Project', { Visibility: 'PRIVATE' }, []],
    ['builds', 'AWS::CodeBuild::Project', {}, []],
    ['a service for everybody', 'AWS::EC2::VPCEndpointServicePermissions', { AllowedPrincipals: ['*'] }, ['fail']],
    [
      'a service for one',
      'AWS::EC2::VPCEndpointServicePermissions',
      { AllowedPrincipals: [`arn:aws:iam::${OWN}:root`] },
      [],
    ],
  ])('%s', (_, type, properties, expected) => expect(said('POLICY-08', type, properties)).toEqual(expected));
});
