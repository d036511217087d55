/** Raw resources for the rules of web ACLs. */

export const STAGE_ARN = {
  'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}',
};

/** As CDK writes it. */
export const JOINED_ARN = {
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':apigateway:',
      { Ref: 'AWS::Region' },
      '::/restapis/',
      { Ref: 'Api' },
      '/stages/',
      { Ref: 'Stage' },
    ],
  ],
};

export const api = (Properties: object = {}) => ({ Type: 'AWS::ApiGateway::RestApi', Properties });

export const stage = (properties: object = {}) => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', ...properties },
});

export const throttled = (rate: unknown) => ({
  MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: rate, ThrottlingBurstLimit: 100 }],
});

export const association = (
  resourceArn: unknown = STAGE_ARN,
  webAclArn: unknown = { 'Fn::GetAtt': ['Acl', 'Arn'] },
) => ({
  Type: 'AWS::WAFv2::WebACLAssociation',
  Properties: { ResourceArn: resourceArn, WebACLArn: webAclArn },
});

export const group = (name: string, rest: object = {}, statement: object = {}) => ({
  Name: name,
  Priority: 1,
  OverrideAction: { None: {} },
  Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: name, ...statement } },
  ...rest,
});

export const rateRule = (statement: object = {}, rest: object = {}) => ({
  Name: 'Limit',
  Priority: 0,
  Action: { Block: {} },
  Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 300, EvaluationWindowSec: 300, ...statement } },
  ...rest,
});

export const acl = (properties: object = {}) => ({
  Type: 'AWS::WAFv2::WebACL',
  Properties: {
    Scope: 'REGIONAL',
    DefaultAction: { Allow: {} },
    Rules: [rateRule(), group('AWSManagedRulesCommonRuleSet')],
    ...properties,
  },
});
