import { Stack } from 'aws-cdk-lib';
import { Attack, Build, Weakness } from '../mutate';

/** A row: type, part of the path, property, and what it is weakened to. Each is also removed, unless it says KEEP first. */
export type Row = readonly [type: string, of: string, path: string, ...to: unknown[]];
/** In place of a weaker value: the property is not removed, since its absence is no less secure. */
export const KEEP = Symbol('absence is secure');

/** A small app, and everything somebody may do to it. */
export interface Area {
  readonly build: Build;
  readonly rows: readonly Row[];
  readonly attacks: readonly Attack[];
  /** What the app renders and no weakening of makes anything less secure: `type.property`, or `type.*`, and the reason. */
  readonly harmless: Readonly<Record<string, string>>;
  /** What passes the gate though it is weaker, and the reason. A test sees that it does pass. */
  readonly spared?: readonly (readonly [row: Row, reason: string])[];
}

/** Each row removed and weakened, as single mutations. */
export const weaknessesOf = (rows: readonly Row[]): Weakness[] =>
  rows.flatMap(([type, of, path, ...to]) => [
    ...(to[0] === KEEP ? [] : [{ type, of, path }]),
    ...to.filter((one) => one !== KEEP).map((one) => ({ type, of, path, to: one })),
  ]);

/** A policy document that allows something. */
export const allow = (extra: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...extra }] });

/** Key policies, and groups that logs go to: rows for a key and a log group wherever an app has one. */
export const keyRows = (of: string): Row[] => [
  ['AWS::KMS::Key', of, 'EnableKeyRotation', false],
  ['AWS::KMS::Key', of, '@DeletionPolicy', 'Delete'],
  ['AWS::KMS::Key', of, 'PendingWindowInDays', KEEP, 7],
  [
    'AWS::KMS::Key',
    of,
    'KeyPolicy.Statement.1.Principal',
    '*',
    { AWS: '*' },
    { AWS: 'arn:aws:iam::222222222222:root' },
  ],
  ['AWS::KMS::Key', of, 'KeyPolicy.Statement.0.Principal', { AWS: '*' }],
  ['AWS::KMS::Key', of, 'KeyPolicy.Statement.3.Condition'],
  ['AWS::KMS::Key', of, 'KeyPolicy.Statement.3.Condition.StringEquals.aws:SourceAccount', '222222222222', '*'],
];

export const logRows = (of: string): Row[] => [
  ['AWS::Logs::LogGroup', of, 'RetentionInDays'],
  ['AWS::Logs::LogGroup', of, 'KmsKeyId'],
  ['AWS::Logs::LogGroup', of, '@DeletionPolicy', 'Delete'],
];

export const childOf = <T>(stack: Stack, id: string): T => stack.node.findChild(id) as T;
