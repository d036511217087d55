import { CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { CfnUserPool, OAuthScope, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { childOf, Area, KEEP, keyRows, logRows, Row } from './table';
import { SecureUserPool, ThreatProtection } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';
const pool = (path: string, ...to: unknown[]): Row => [POOL, 'Stack/Pool', path, ...to];
const client = (path: string, ...to: unknown[]): Row => [CLIENT, 'Web', path, ...to];
const policy = (path: string, ...to: unknown[]) => pool(`Policies.PasswordPolicy.${path}`, ...to);

const ROWS: Row[] = [
  pool('MfaConfiguration', 'OFF', 'off'),
  policy('MinimumLength', KEEP, 6, 7),
  policy('RequireLowercase', false),
  policy('RequireUppercase', false, 'false'),
  policy('RequireNumbers', false),
  policy('RequireSymbols', false),
  policy('TemporaryPasswordValidityDays', KEEP, 8, 365),
  pool('DeletionProtection', 'INACTIVE'),
  client('AllowedOAuthFlows', KEEP, ['implicit'], ['code', 'implicit']),
  client('CallbackURLs', KEEP, ['http://shop.example.com/in'], ['http://localhost:3000']),
  client('LogoutURLs', KEEP, ['http://shop.example.com/out']),
  client('DefaultRedirectURI', KEEP, 'http://shop.example.com/in'),
  client('PreventUserExistenceErrors', 'LEGACY'),
  client('EnableTokenRevocation', KEEP, false, 'false'),
  client('AccessTokenValidity', KEEP, 61, 1440),
  client('IdTokenValidity', KEEP, 61),
  client('RefreshTokenValidity', KEEP, 525600),
  ...logRows('SignIns'),
  ...keyRows('Operations'),
  client('TokenValidityUnits', { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' }),
];

const SAID = 'a warning: good templates choose otherwise, and the report says it';

const poolOf = (stack: Stack) => childOf<SecureUserPool>(stack, 'Pool');

const ATTACKS: Attack[] = [
  { name: 'a plain client beside the pool', apply: (s) => new UserPoolClient(s, 'X', { userPool: poolOf(s) }) },
  {
    name: 'a generic client of the pool with the implicit grant',
    apply: (s) =>
      new CfnResource(s, 'X', {
        type: CLIENT,
        properties: {
          UserPoolId: poolOf(s).userPoolId,
          AllowedOAuthFlows: ['implicit'],
          PreventUserExistenceErrors: 'ENABLED',
        },
      }),
  },
  {
    name: 'a client whose tokens last a day',
    apply: (s) =>
      poolOf(s).addClient('X', { idTokenValidity: Duration.days(1), refreshTokenValidity: Duration.days(2) }),
  },
  {
    name: 'an L1 property set to nothing',
    apply: (s) => void ((resourcesOf(s, POOL)[0] as CfnUserPool).mfaConfiguration = undefined),
  },
  {
    name: 'all overrides at once',
    apply: (s) => resourcesOf(s, POOL)[0].addPropertyOverride('Policies', { PasswordPolicy: { MinimumLength: 6 } }),
  },
];

export const IDENTITY: Area = {
  build: (stack) =>
    void new SecureUserPool(stack, 'Pool', { threatProtection: ThreatProtection.FULL }).addClient('Web', {
      oAuth: { callbackUrls: ['https://shop.example.com/in'], scopes: [OAuthScope.OPENID] },
    }),
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::Cognito::UserPool.EmailVerificationMessage': 'words',
    'AWS::Cognito::UserPool.EmailVerificationSubject': 'words',
    'AWS::Cognito::UserPool.SmsVerificationMessage': 'words',
    'AWS::Cognito::UserPool.VerificationMessageTemplate': 'words',
    'AWS::Cognito::UserPoolClient.UserPoolId': 'names its subject',
    'AWS::Cognito::LogDeliveryConfiguration.*': 'sign-ins that are not kept warn only (IDENTITY-17)',
    'AWS::Logs::LogGroup.LogGroupName': 'a name',
    'AWS::KMS::Key.Description': 'a name',
    'AWS::Cognito::UserPoolClient.AllowedOAuthFlowsUserPoolClient': 'a switch for the grants, which are judged',
    'AWS::Cognito::UserPoolClient.AllowedOAuthScopes': 'who may do what with a scope is said by the API',
    'AWS::Cognito::UserPoolClient.SupportedIdentityProviders': 'where users come from is the application’s',
  },
  spared: [
    [pool('EnabledMfas', ['SMS_MFA']), SAID],
    [pool('MfaConfiguration', KEEP, 'OPTIONAL'), SAID],
    [pool('AdminCreateUserConfig', { AllowAdminCreateUserOnly: false }), SAID],
    [pool('AccountRecoverySetting'), SAID],
    [pool('AutoVerifiedAttributes'), 'nothing is verified then, so nothing is taken for verified'],
    [pool('UserAttributeUpdateSettings'), SAID],
    [pool('UserPoolAddOns', { AdvancedSecurityMode: 'OFF' }), `${SAID}; it has a price`],
    [pool('UserPoolTier', 'LITE'), `${SAID}; it has a price`],
    [client('ExplicitAuthFlows', KEEP, ['ALLOW_USER_PASSWORD_AUTH']), SAID],
  ],
};
