import { Duration } from 'aws-cdk-lib';
import { UserPoolClientOptions } from 'aws-cdk-lib/aws-cognito';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { CLIENT } from '../sign-in';

const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** What Cognito takes when nothing is said is what the rule takes at most: it is about who prolongs it. */
const TOKENS = [
  { property: 'AccessTokenValidity', unit: 'AccessToken', assumed: 'hours', most: 3600, said: 'an hour' },
  { property: 'IdTokenValidity', unit: 'IdToken', assumed: 'hours', most: 3600, said: 'an hour' },
  { property: 'RefreshTokenValidity', unit: 'RefreshToken', assumed: 'days', most: 30 * 86_400, said: '30 days' },
];

export const shortLivedTokens: Rule<UserPoolClientOptions> = {
  id: 'IDENTITY-13',
  types: [CLIENT],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'access and ID tokens end within an hour, refresh tokens within 30 days unless they are rotated',
  why: 'APIs take a token until it ends, also after sign-out: a stolen one is worth as long as it lives.',
  fix: 'set accessTokenValidity and idTokenValidity to at most an hour and refreshTokenValidity to at most 30 days, or refreshTokenRotationGracePeriod',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'in-place',
  reaches: ['construct'],
  secure: {
    props: () => ({
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(1),
    }),
  },
  check: (client) => worstOfAll(TOKENS.map((token) => judgeToken(client, token))),
};

function judgeToken(client: Resource, { property, unit, assumed, most, said }: (typeof TOKENS)[number]): Judgement {
  const at = `Properties.${property}`;
  const value = client.get(property);
  if (value === undefined) return PASS;
  const units = client.get(`TokenValidityUnits.${unit}`) ?? assumed;
  if (isUnknown(value) || isUnknown(units)) return unknown(`${property} only known at deployment`, at);
  if (Number(value) * (SECONDS[String(units)] ?? Infinity) <= most) return PASS;
  const rotation = client.get('RefreshTokenRotation.Feature');
  if (unit === 'RefreshToken' && (rotation === 'ENABLED' || isUnknown(rotation))) return PASS;
  return fail(`${property} ${value} ${units}, more than ${said}`, at);
}
