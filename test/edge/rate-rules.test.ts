import { acl, api, association, group, rateRule, stage, throttled } from './templates';
import { verdicts } from '../support/judging';

const OUTSIDE = { Parameters: { Outside: { Type: 'String' } } };
const judge = (rules: unknown, resources: Record<string, unknown> = {}) =>
  verdicts('WAF-03', { Acl: acl({ Rules: rules }), ...resources }, OUTSIDE);
const behind = (stageProperties: object) => ({ Api: api(), Stage: stage(stageProperties), A: association() });
const custom = (...keys: object[]) => rateRule({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: keys });
const EVERYTHING = {
  SizeConstraintStatement: { FieldToMatch: { QueryString: {} }, ComparisonOperator: 'LE', Size: 8192 },
};

describe('WAF-03 a limit for each address', () => {
  test.each<[string, unknown[]]>([
    ['no rate rule', [group('AWSManagedRulesCommonRuleSet')]],
    ['one that only counts', [rateRule({}, { Action: { Count: {} } })]],
    ['one that lets go', [rateRule({}, { Action: { Allow: {} } })]],
    ['one for all addresses together', [rateRule({ AggregateKeyType: 'CONSTANT', ScopeDownStatement: undefined })]],
    ['one by a header that the client chooses', [custom({ Header: { Name: 'user-agent' } })]],
    ['one by address and a header', [custom({ IP: {} }, { Header: { Name: 'user-agent' } })]],
    ['one for a part of the paths', [rateRule({ ScopeDownStatement: { ByteMatchStatement: {} } })]],
    ['one for nothing at all', [rateRule({ ScopeDownStatement: { NotStatement: { Statement: EVERYTHING } } })]],
    [
      'one behind a rule that allows everything',
      [{ Name: 'Allow', Priority: -1, Action: { Allow: {} }, Statement: EVERYTHING }, rateRule()],
    ],
    ['one without a limit', [rateRule({ Limit: undefined })]],
    ['one so high that it limits nobody', [rateRule({ Limit: 2_000_000_000 })]],
    ['one of 1,000 a second', [rateRule({ Limit: 60_000, EvaluationWindowSec: 60 })]],
  ])('%s: fails', (_, rules) => expect(judge(rules)).toEqual(['fail Acl']));

  test.each<[string, unknown[]]>([
    ['by address', [rateRule()]],
    ['over the window that AWS takes by itself', [rateRule({ EvaluationWindowSec: undefined })]],
    ['as text', [rateRule({ Limit: '300', EvaluationWindowSec: '300' })]],
    ['by the address that a proxy forwards', [rateRule({ AggregateKeyType: 'FORWARDED_IP' })]],
    ['by address, as the only key', [custom({ IP: {} })]],
    ['of all but the health checks', [rateRule({ ScopeDownStatement: { NotStatement: {} } })]],
    ['with a puzzle', [rateRule({}, { Action: { Captcha: {} } })]],
    ['behind one that only counts', [rateRule({}, { Action: { Count: {} } }), rateRule()]],
  ])('%s: passes', (_, rules) => expect(judge(rules)).toEqual([]));

  test.each<[string, unknown]>([
    ['all rules', { Ref: 'Outside' }],
    ['the limit', [rateRule({ Limit: { Ref: 'Outside' } })]],
    ['the window', [rateRule({ EvaluationWindowSec: { Ref: 'Outside' } })]],
    ['the action', [rateRule({}, { Action: { Ref: 'Outside' } })]],
    ['the key', [rateRule({ AggregateKeyType: { Ref: 'Outside' } })]],
    ['a statement', [{ Name: 'R', Action: { Block: {} }, Statement: { Ref: 'Outside' } }]],
  ])('%s from a parameter: unknown', (_, rules) => expect(judge(rules)).toEqual(['unknown Acl']));

  test.each<[string, string[], object, object]>([
    ['1 a second before 50', [], {}, throttled(50)],
    ['1 a second before 2', [], {}, throttled(2)],
    ['1 a second before 1', ['fail Acl'], {}, throttled(1)],
    ['10 a second before 5', ['fail Acl'], { Limit: 600, EvaluationWindowSec: 60 }, throttled(5)],
    [
      '10 a second before 5, written as text',
      ['fail Acl'],
      { Limit: '600', EvaluationWindowSec: '60' },
      throttled('5'),
    ],
    ['10 a second before 50', [], { Limit: 600, EvaluationWindowSec: 60 }, throttled(50)],
    ['half a second before 0.4', ['fail Acl'], { Limit: 300, EvaluationWindowSec: 600 }, throttled(0.4)],
    ['any before a rate from a parameter', ['unknown Acl'], {}, throttled({ Ref: 'Outside' })],
    ['any before settings from a parameter', ['unknown Acl'], {}, { MethodSettings: { Ref: 'Outside' } }],
    ['any before a stage that states none, which is for API-02 to say', [], {}, {}],
  ])('%s', (_, expected, statement, properties) =>
    expect(judge([rateRule(statement)], behind(properties))).toEqual(expected),
  );

  test('the slowest of several stages counts, and none that another web ACL guards', () => {
    const second = (rate: number, webAcl = 'Acl') => ({
      ...behind(throttled(50)),
      Slow: stage({ StageName: 'slow', ...throttled(rate) }),
      B: association(
        { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1::/restapis/${Api}/stages/${Slow}' },
        { 'Fn::GetAtt': [webAcl, 'Arn'] },
      ),
      Other: acl({ Rules: [rateRule({ Limit: 10, EvaluationWindowSec: 600 })] }),
    });
    expect(judge([rateRule()], second(5))).toEqual([]);
    expect(judge([rateRule()], second(0.5))).toEqual(['fail Acl']);
    expect(judge([rateRule()], second(0.5, 'Other'))).toEqual([]);
  });
});
