import { acl, group } from './templates';
import { verdicts } from '../support/judging';

const judge = (properties: object, rest: Record<string, unknown> = {}) =>
  verdicts('WAF-02', { Acl: acl(properties), ...(rest.resources as object) }, rest);
const counting = (names: readonly string[]) => names.map((Name) => ({ Name, ActionToUse: { Count: {} } }));
const SQLI = [
  'SQLi_QUERYARGUMENTS',
  'SQLiExtendedPatterns_QUERYARGUMENTS',
  'SQLi_BODY',
  'SQLiExtendedPatterns_BODY',
  'SQLi_COOKIE',
];
const sqli = (statement: object) => ({ Rules: [group('AWSManagedRulesSQLiRuleSet', {}, statement)] });
const ownGroup = (statement: object = {}) => ({
  Name: 'Own',
  OverrideAction: { None: {} },
  Statement: { RuleGroupReferenceStatement: { Arn: { 'Fn::GetAtt': ['Group', 'Arn'] }, ...statement } },
});
const Group = (action: unknown) => ({
  Type: 'AWS::WAFv2::RuleGroup',
  Properties: { Capacity: 10, Scope: 'REGIONAL', Rules: [{ Name: 'R', Priority: 0, Action: action, Statement: {} }] },
});
const SIGNATURE = { Name: 'Own', Priority: 0, Action: { Block: {} }, Statement: { ByteMatchStatement: {} } };

const allowing = (Statement: object, Priority = -1) => ({ Name: 'Allow', Priority, Action: { Allow: {} }, Statement });
const SIZE = { SizeConstraintStatement: { FieldToMatch: { UriPath: {} }, ComparisonOperator: 'GE', Size: '0' } };
const PATH = {
  ByteMatchStatement: { FieldToMatch: { UriPath: {} }, PositionalConstraint: 'STARTS_WITH', SearchString: '/' },
};
const OFFICE = { IPSetReferenceStatement: { Arn: 'arn' } };

describe('WAF-02 a web ACL refuses known attacks', () => {
  test.each<[string, object]>([
    ['no default action', { DefaultAction: undefined }],
    ['an empty default action', { DefaultAction: {} }],
    ['no rules at all', { Rules: undefined }],
    ['an empty list of rules', { Rules: [] }],
    ['a rule of its own alone', { Rules: [SIGNATURE] }],
    ['a group that only counts', { Rules: [group('AWSManagedRulesCommonRuleSet', { OverrideAction: { Count: {} } })] }],
    ['every rule of a group overridden to count', sqli({ RuleActionOverrides: counting(SQLI) })],
    [
      'every rule of a group overridden to allow',
      sqli({ RuleActionOverrides: SQLI.map((Name) => ({ Name, ActionToUse: { Allow: {} } })) }),
    ],
    ['every rule of a group excluded, the old way', sqli({ ExcludedRules: SQLI.map((Name) => ({ Name })) })],
    [
      'a group for one path only',
      sqli({ ScopeDownStatement: { ByteMatchStatement: { SearchString: '/admin', PositionalConstraint: 'EXACTLY' } } }),
    ],
    ['every size allowed first', { Rules: [allowing(SIZE), group('AWSManagedRulesCommonRuleSet')] }],
    ['every path allowed first', { Rules: [allowing(PATH), group('AWSManagedRulesCommonRuleSet')] }],
    [
      'all but some allowed first',
      { Rules: [allowing({ NotStatement: { Statement: OFFICE } }), group('AWSManagedRulesCommonRuleSet')] },
    ],
    [
      'an expression that takes everything, or an office, allowed first',
      {
        Rules: [
          allowing({ OrStatement: { Statements: [OFFICE, { RegexMatchStatement: { RegexString: '.*' } }] } }),
          group('AWSManagedRulesCommonRuleSet'),
        ],
      },
    ],
    ['refused by default, but everything allowed', { DefaultAction: { Block: {} }, Rules: [allowing(SIZE)] }],
    [
      'half of them excluded, half overridden',
      sqli({
        ExcludedRules: SQLI.slice(0, 2).map((Name) => ({ Name })),
        RuleActionOverrides: counting(SQLI.slice(2)),
      }),
    ],
  ])('%s: fails', (_, properties) => expect(judge(properties)).toEqual(['fail Acl']));

  test.each<[string, object]>([
    ['one managed group', {}],
    ['one rule of a group in count', sqli({ RuleActionOverrides: counting(['SQLi_BODY']) })],
    ['all but one of a group in count', sqli({ RuleActionOverrides: counting(SQLI.slice(1)) })],
    [
      'all of them overridden, to block',
      sqli({ RuleActionOverrides: SQLI.map((Name) => ({ Name, ActionToUse: { Block: {} } })) }),
    ],
    ['an office allowed first', { Rules: [allowing(OFFICE), group('AWSManagedRulesCommonRuleSet')] }],
    [
      'large bodies of the office allowed first',
      {
        Rules: [allowing({ AndStatement: { Statements: [SIZE, OFFICE] } }), group('AWSManagedRulesCommonRuleSet')],
      },
    ],
    [
      'everything allowed behind a group',
      {
        DefaultAction: { Block: {} },
        Rules: [group('AWSManagedRulesCommonRuleSet', { Priority: 0 }), allowing(PATH, 9)],
      },
    ],
    [
      'a group for all but one path',
      sqli({
        ScopeDownStatement: { NotStatement: { Statement: { ByteMatchStatement: { SearchString: '/health' } } } },
      }),
    ],
    ['a group of the marketplace', { Rules: [group('Theirs', {}, { VendorName: 'Vendor' })] }],
    [
      'one that counts beside one that refuses',
      {
        Rules: [
          group('AWSManagedRulesSQLiRuleSet', { OverrideAction: { Count: {} } }),
          group('AWSManagedRulesCommonRuleSet'),
        ],
      },
    ],
    ['nothing but what is allowed gets in', { DefaultAction: { Block: {} }, Rules: [] }],
    ['the same for CloudFront', { Scope: 'CLOUDFRONT' }],
  ])('%s: passes', (_, properties) => expect(judge(properties)).toEqual([]));

  test('a web ACL for CloudFront is judged too', () =>
    expect(judge({ Scope: 'CLOUDFRONT', Rules: [] })).toEqual(['fail Acl']));

  test.each<[string, object]>([
    ['a default action from outside', { DefaultAction: { Ref: 'Outside' } }],
    ['rules from outside', { Rules: { Ref: 'Outside' } }],
    ['one rule from outside', { Rules: [{ Ref: 'Outside' }] }],
    [
      'an override from outside',
      { Rules: [group('AWSManagedRulesCommonRuleSet', { OverrideAction: { Ref: 'Outside' } })] },
    ],
    ['overrides from outside', sqli({ RuleActionOverrides: { Ref: 'Outside' } })],
    [
      'a rule group that is not here',
      { Rules: [ownGroup({ Arn: 'arn:aws:wafv2:eu-west-1:111111111111:regional/rulegroup/g/1' })] },
    ],
  ])('%s: unknown', (_, properties) =>
    expect(judge(properties, { Parameters: { Outside: { Type: 'String' } } })).toEqual(['unknown Acl']),
  );

  test.each<[string, string[], unknown, object?]>([
    ['refuses', [], { Block: {} }],
    ['only counts', ['fail Acl'], { Count: {} }],
    ['refuses, but is told to count', ['fail Acl'], { Block: {} }, { RuleActionOverrides: counting(['R']) }],
  ])('a rule group of the app that %s', (_, expected, action, statement = {}) => {
    const resources = { Group: Group(action) };
    expect(judge({ Rules: [ownGroup(statement)] }, { resources })).toEqual(expected);
  });

  test('either reading of a condition counts', () => {
    const Rules = [
      group('AWSManagedRulesCommonRuleSet', { OverrideAction: { 'Fn::If': ['Quiet', { Count: {} }, { None: {} }] } }),
    ];
    const Parameters = { Stage: { Type: 'String' } };
    const Conditions = { Quiet: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } };
    expect(judge({ Rules }, { Parameters, Conditions })).toEqual(['fail Acl']);
  });
});
