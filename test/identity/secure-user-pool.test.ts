import { Duration, Mixins, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AccountRecovery,
  CfnUserPool,
  FeaturePlan,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  UserPool,
  UserPoolClient,
  UserPoolClientOptions,
} from 'aws-cdk-lib/aws-cognito';
import {
  SecureUserPool,
  SecureUserPoolMixin,
  SecureUserPoolProps,
  SecurityGate,
  SecurityProfile,
  ThreatProtection,
} from '../../lib';
import { blocking, ENV, newStack } from '../support/judging';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const poolIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::Cognito::UserPool'))[0];
const clientIn = (stack: Stack) =>
  Object.values(Template.fromStack(stack).findResources('AWS::Cognito::UserPoolClient'))[0].Properties;
const statuses = (stack: Stack, ruleId: string) =>
  SecurityGate.findingsOf(stack.node.root)
    .filter((one) => one.ruleId === ruleId)
    .map(({ status }) => status);
const WEB: UserPoolClientOptions = {
  oAuth: { callbackUrls: ['https://shop.example.com/in'], scopes: [OAuthScope.OPENID, OAuthScope.EMAIL] },
};

test('a pool asks for two factors, invites its users, and stays', () => {
  const stack = newStack();
  new SecureUserPool(stack, 'Pool');
  expect(poolIn(stack)).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      DeletionProtection: 'ACTIVE',
      Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true, TemporaryPasswordValidityDays: 3 } },
    },
  });
});

test('development changes nothing but what is kept', () => {
  const render = (profile: SecurityProfile) => {
    const stack = newStack();
    profile.applyTo(stack);
    new SecureUserPool(stack, 'Pool').addClient('Web', WEB);
    return Template.fromStack(stack).toJSON().Resources;
  };
  const [production, development] = [
    SecurityProfile.production(),
    SecurityProfile.development({ accounts: [ENV.account] }),
  ].map(render);
  const [pool] = Object.keys(production);
  expect(development[pool]).toMatchObject({ DeletionPolicy: 'Delete', Properties: { DeletionProtection: 'INACTIVE' } });
  for (const one of [production, development]) {
    delete one[pool].DeletionPolicy;
    delete one[pool].UpdateReplacePolicy;
    delete one[pool].Properties.DeletionProtection;
  }
  expect(development).toEqual(production);
});

test('what the caller says is kept, and goes together with ours', () => {
  const stack = newStack();
  new SecureUserPool(stack, 'Pool', {
    mfaSecondFactor: { otp: true, sms: true },
    passwordPolicy: { minLength: 20, requireSymbols: undefined },
    signInAliases: { phone: true },
    accountRecovery: AccountRecovery.NONE,
    waivers: [{ ruleId: 'ROLE-02', reason: 'A phone number has no ARN: SMS can only be allowed on everything.' }],
  });
  expect(poolIn(stack).Properties).toMatchObject({
    EnabledMfas: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
    Policies: { PasswordPolicy: { MinimumLength: 20, RequireSymbols: true } },
    UsernameAttributes: ['phone_number'],
    AutoVerifiedAttributes: ['email', 'phone_number'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email', 'phone_number'] },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
  });
  expect(statuses(stack, 'IDENTITY-02')).toEqual(['warning']);
});

test('weaker props are refused, unless a waiver of the pool says why', () => {
  const stack = newStack();
  const reason = 'Test users of a fair sign in here for one day only.';
  new SecureUserPool(stack, 'Weak', { mfa: Mfa.OFF, deletionProtection: false });
  new SecureUserPool(stack, 'Waived', { mfa: Mfa.OFF, waivers: [{ ruleId: 'IDENTITY-01', reason }] });
  expect(blocking(stack)).toEqual(['IDENTITY-01 Stack/Weak/Resource', 'IDENTITY-05 Stack/Weak/Resource']);
});

describe('threat protection', () => {
  const made = (threatProtection?: ThreatProtection) => {
    const stack = newStack();
    new SecureUserPool(stack, 'Pool', { threatProtection });
    return stack;
  };
  test('has a price, so nobody pays for it unasked: a warning says so', () => {
    const stack = made();
    expect(poolIn(stack).Properties).not.toHaveProperty('UserPoolTier');
    expect(statuses(stack, 'IDENTITY-07')).toEqual(['warning']);
  });
  test('in full', () => {
    const stack = made(ThreatProtection.FULL);
    expect(poolIn(stack).Properties).toMatchObject({
      UserPoolTier: 'PLUS',
      UserPoolAddOns: {
        AdvancedSecurityMode: 'ENFORCED',
        AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' },
      },
    });
    expect(statuses(stack, 'IDENTITY-07')).toEqual([]);
  });
  const { FULL, AUDIT } = ThreatProtection;
  const { NO_ENFORCEMENT, AUDIT_ONLY, FULL_FUNCTION } = StandardThreatProtectionMode;
  test.each<[string, SecureUserPoolProps, RegExp]>([
    [
      'off',
      { threatProtection: FULL, standardThreatProtectionMode: NO_ENFORCEMENT },
      /FULL of Stack\/Pool .* got standardThreatProtectionMode OFF/,
    ],
    [
      'recorded',
      { threatProtection: FULL, standardThreatProtectionMode: AUDIT_ONLY },
      /got standardThreatProtectionMode AUDIT/,
    ],
    [
      'not recorded',
      { threatProtection: AUDIT, standardThreatProtectionMode: NO_ENFORCEMENT },
      /AUDIT of Stack\/Pool .* got .* OFF/,
    ],
    [
      'Essentials',
      { threatProtection: FULL, featurePlan: FeaturePlan.ESSENTIALS },
      /got featurePlan ESSENTIALS; leave/,
    ],
    [
      'Lite',
      { threatProtection: AUDIT, featurePlan: FeaturePlan.LITE },
      /AUDIT of Stack\/Pool with the Plus plan, got featurePlan LITE/,
    ],
  ])('and the contrary is refused: %s', (_, props, message) => {
    const make = () => new SecureUserPool(newStack(), 'Pool', props);
    expect(make).toThrow(/^IDENTITY-07: expected ThreatProtection\./);
    expect(make).toThrow(message);
  });
  test('and the same again, or more, is taken', () => {
    const plus = { featurePlan: FeaturePlan.PLUS, standardThreatProtectionMode: FULL_FUNCTION };
    for (const threatProtection of [FULL, AUDIT])
      expect(() => new SecureUserPool(newStack(), 'Pool', { threatProtection, ...plus })).not.toThrow();
    const none = ThreatProtection.none('Twelve colleagues use it, behind the office network.');
    const small = { threatProtection: none, featurePlan: FeaturePlan.ESSENTIALS };
    expect(() => new SecureUserPool(newStack(), 'Pool', small)).not.toThrow();
  });
  test('recorded only', () => {
    const stack = made(ThreatProtection.AUDIT);
    expect(poolIn(stack).Properties.UserPoolAddOns.AdvancedSecurityMode).toBe('AUDIT');
    expect(statuses(stack, 'IDENTITY-07')).toEqual(['warning']);
  });
  test.each([ThreatProtection.FULL, ThreatProtection.AUDIT])('sign-ins go to an encrypted log of the pool', (level) => {
    const stack = made(level);
    const all = Object.values<any>(stack.resolve((stack as any)._toCloudFormation()).Resources);
    const [delivery] = all.filter(({ Type }) => Type === 'AWS::Cognito::LogDeliveryConfiguration');
    const [group] = all.filter(({ Type }) => Type === 'AWS::Logs::LogGroup');
    expect(delivery.Properties.LogConfigurations).toEqual([
      {
        EventSource: 'userAuthEvents',
        LogLevel: 'INFO',
        CloudWatchLogsConfiguration: { LogGroupArn: expect.anything() },
      },
    ]);
    expect(JSON.stringify(delivery.Properties.LogConfigurations)).toMatch(/:log-group:.*SignIns/);
    expect(JSON.stringify(delivery.Properties.LogConfigurations)).not.toMatch(/:\*/);
    expect(group.Properties).toMatchObject({ KmsKeyId: expect.anything(), RetentionInDays: expect.any(Number) });
    expect(JSON.stringify(group.Properties.LogGroupName)).toContain('/aws/vendedlogs/cognito/');
    expect(statuses(stack, 'IDENTITY-17')).toEqual([]);
    expect(blocking(stack)).toEqual([]);
  });
  test('without it there is nothing to keep', () => {
    const none = ThreatProtection.none('Twelve colleagues use it, behind the office network.');
    for (const stack of [made(), made(none)])
      expect(JSON.stringify(stack.resolve((stack as any)._toCloudFormation()))).not.toContain('LogDelivery');
  });
  test('none, with the reason in the report', () => {
    const stack = made(ThreatProtection.none('Twelve colleagues use it, behind the office network.'));
    expect(statuses(stack, 'IDENTITY-07')).toEqual(['waived']);
  });
  test('none without a reason is refused', () => {
    expect(() => made(ThreatProtection.none('too dear'))).toThrow(/GATE-06.*IDENTITY-07/);
  });
});

describe('clients', () => {
  const made = (options?: UserPoolClientOptions) => {
    const stack = newStack();
    new SecureUserPool(stack, 'Pool').addClient('Client', options);
    expect(blocking(stack)).toEqual([]);
    return clientIn(stack);
  };

  test('without pages of Cognito, by SRP, with short tokens', () => {
    expect(made()).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: false,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 1440,
    });
    expect(made()).not.toHaveProperty('CallbackURLs');
    expect(made()).not.toHaveProperty('AllowedOAuthFlows');
  });
  test('with pages, by code, with the scopes that were named', () => {
    expect(made(WEB)).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://shop.example.com/in'],
    });
  });
  test('for machines: a secret, and nobody signs in', () => {
    expect(
      made({ oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.custom('orders/read')] } }),
    ).toMatchObject({
      AllowedOAuthFlows: ['client_credentials'],
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    });
  });
  test('lifetimes and flows of the caller', () => {
    const client = made({ ...WEB, accessTokenValidity: Duration.hours(1), authFlows: { custom: true } });
    expect(client.AccessTokenValidity).toBe(60);
    expect(client.ExplicitAuthFlows).toEqual(['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
  });

  test('weaker ones are found, the one beside the pool as well', () => {
    const stack = newStack();
    const pool = new SecureUserPool(stack, 'Pool');
    pool.addClient('Implicit', { oAuth: { ...WEB.oAuth, flows: { implicitCodeGrant: true } } });
    pool.addClient('Local', { oAuth: { callbackUrls: ['http://localhost:3000'] } });
    pool.addClient('Long', { accessTokenValidity: Duration.hours(8), refreshTokenValidity: Duration.days(365) });
    pool.addClient('Lasting', { enableTokenRevocation: false, preventUserExistenceErrors: false });
    new UserPoolClient(stack, 'Beside', { userPool: pool });
    expect(blocking(stack)).toEqual([
      'IDENTITY-09 Stack/Beside/Resource',
      'IDENTITY-09 Stack/Pool/Implicit/Resource',
      'IDENTITY-10 Stack/Pool/Local/Resource',
      'IDENTITY-12 Stack/Beside/Resource',
      'IDENTITY-12 Stack/Pool/Lasting/Resource',
      'IDENTITY-13 Stack/Pool/Long/Resource',
      'IDENTITY-14 Stack/Pool/Lasting/Resource',
    ]);
  });

  test('the gate runs without being asked, for a client beside the pool too', () => {
    const stack = newStack();
    new UserPoolClient(stack, 'Beside', { userPool: new SecureUserPool(stack, 'Pool') });
    expect(() => (stack.node.root as any).synth()).toThrow();
  });
});

test('the mixin hardens plain pools and clients, and leaves the rest to its owner', () => {
  const stack = newStack();
  const pool = new UserPool(stack, 'Pool', { mfa: Mfa.OPTIONAL, mfaSecondFactor: { otp: true, sms: false } });
  pool.addClient('Client', { ...WEB, enableTokenRevocation: false });
  Mixins.of(stack).apply(new SecureUserPoolMixin());
  expect(poolIn(stack).Properties).toMatchObject({ DeletionProtection: 'ACTIVE', MfaConfiguration: 'OPTIONAL' });
  expect(clientIn(stack)).toMatchObject({ PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: true });
  expect(blocking(stack)).toEqual(['IDENTITY-09 Stack/Pool/Client/Resource']);
});

test('the mixin protects nothing from deletion in development', () => {
  const stack = newStack();
  SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
  const pool = new CfnUserPool(stack, 'Pool');
  Mixins.of(stack).apply(new SecureUserPoolMixin());
  expect(pool.deletionProtection).toBeUndefined();
});
