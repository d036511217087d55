import { RemovalPolicy } from 'aws-cdk-lib';
import { UserPoolClientOptions, UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { profileOf } from '../core/profile';
import { Rule } from '../core/rule';
import { secureProps } from '../core/secure-props';
import { IDENTITY_RULES } from './rules/index';
import { CLIENT, POOL } from './sign-in';

export const rulesAbout = (type: string): Rule[] => IDENTITY_RULES.filter(({ types }) => types.includes(type));

/** The caller's props over those of the rules about pools. */
export function securePoolProps(scope: IConstruct, id: string, given: UserPoolProps): UserPoolProps {
  const removalPolicy =
    profileOf(scope).name === 'development' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
  return secureProps<UserPoolProps>(rulesAbout(POOL), scope, id, given, { defaults: { removalPolicy } });
}

/**
 * The caller's options over those of the rules about clients. Without `oAuth` there is no hosted sign-in: CDK would let both grants
 * send browsers to https://example.com, with every scope.
 */
export function secureClientOptions(pool: IConstruct, id: string, given: UserPoolClientOptions): UserPoolClientOptions {
  const isMachine = given.oAuth?.flows?.clientCredentials === true;
  const defaults: Partial<UserPoolClientOptions> = {
    ...(given.oAuth === undefined && { disableOAuth: true }),
    ...(isMachine && { generateSecret: true }),
  };
  return secureProps<UserPoolClientOptions>(rulesAbout(CLIENT), pool, id, given, { defaults });
}
