import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { namesNothing } from '../wildcard-resource';
import { isUnknown } from '../../core/text';
import { IDENTITY_POLICIES, judgeAllows } from '../identity-statements';

const CLOSED: ReadonlySet<string> = new Set(['kms:generatedatakey*', 'kms:reencrypt*', 'sqs:sendmessage*']);

/**
 * `s3:Get*` fails like `*` does: AWS adds actions under a prefix at any time (`s3:GetObject*` came to hold torrents, ACLs and
 * retention), and no construct of ours needs one. Three families are let through on a key or queue that is named: CDK writes those of
 * KMS into every grant on something encrypted, SAM that of SQS, and each is one operation in several forms.
 */
export const nameActionsInFull: Rule = {
  id: 'ROLE-01',
  types: IDENTITY_POLICIES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every allowed action is named in full',
  why: 'A wildcard grants what nobody meant, and grows whenever the service adds an action under its prefix.',
  fix: 'list the actions that the code calls, as in actions: ["s3:GetObject"], instead of a wildcard or a broad grant method',
  topics: ['least-privilege'],
  controls: ['A2', 'A3', 'FSBP IAM.1', 'FSBP IAM.21', 'AwsSolutions-IAM5', 'Serverless-LambdaStarPermissions'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) =>
    judgeAllows(resource, ({ actions, notActions, resources, at }) => {
      if (actions === undefined) return notActions === undefined ? fail('a statement without actions', at) : PASS;
      return worstOfAll(
        actions.map((action) => {
          if (isUnknown(action)) return unknown(`action ${action}`, at);
          const isClosed = CLOSED.has(action.toLowerCase()) && !(resources ?? ['*']).some(namesNothing);
          return /[*?]/.test(action) && !isClosed ? fail(`action ${action}`, at) : PASS;
        }),
      );
    }),
};
