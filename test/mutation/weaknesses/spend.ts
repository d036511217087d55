import { Area } from './table';
import { SpendGuard, SpendSubscriber } from '../../../lib';

export const SPEND: Area = {
  build: (stack) =>
    void new SpendGuard(stack, 'Spend', {
      monthlyLimitUsd: 100,
      subscribers: [SpendSubscriber.email('team@example.com')],
    }),
  rows: [
    ['AWS::SNS::TopicPolicy', 'Spend', 'PolicyDocument.Statement.0'],
    ['AWS::SNS::TopicPolicy', 'Spend', 'PolicyDocument.Statement.1.Condition'],
    ['AWS::SNS::Topic', 'Spend', 'KmsMasterKeyId', 'alias/aws/sns'],
    ['AWS::Budgets::Budget', '', 'NotificationsWithSubscribers', []],
  ],
  attacks: [],
  harmless: {
    'AWS::SNS::Subscription.*': 'who hears of it is the team’s',
    'AWS::SNS::TopicPolicy.Topics': 'names its subject',
    'AWS::SNS::Topic.DisplayName': 'a name',
    'AWS::Budgets::Budget.Budget': 'its limit is judged by SPEND-02, which has a table of its own',
    'AWS::KMS::Key.*': 'the operations key, as it is with a function',
  },
};
