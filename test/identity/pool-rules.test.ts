import { CfnResource } from 'aws-cdk-lib';
import { CfnUserPool, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import { found, newStack } from '../support/judging';
import { P, Row, saysOf, table } from './rule-table';

const POOL = 'AWS::Cognito::UserPool';
const NONE = { Ref: 'AWS::NoValue' };
const CLOSED = { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } };
const pools = (ruleId: string, rows: Row[]) => table(ruleId, POOL, rows);
/** A pool with clients. */
const withClients = (ruleId: string, pool: object, ...clients: object[]) =>
  saysOf(
    ruleId,
    { Type: POOL, Properties: pool },
    Object.fromEntries(
      clients.map((properties, index) => [
        `Client${index}`,
        { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'It' }, ...properties } },
      ]),
    ),
  );
const FEDERATED = { SupportedIdentityProviders: ['CompanySaml'] };
const MACHINE = { AllowedOAuthFlows: ['client_credentials'] };

describe('IDENTITY-01: a second factor', () => {
  pools('IDENTITY-01', [
    ['nothing set', {}, 'fail'],
    ['off', { MfaConfiguration: 'OFF' }, 'fail'],
    ['off in one branch', { MfaConfiguration: { 'Fn::If': ['C', 'ON', 'OFF'] } }, 'fail'],
    ['absent in one branch', { MfaConfiguration: { 'Fn::If': ['C', 'ON', NONE] } }, 'fail'],
    ['in other letters', { MfaConfiguration: 'on' }, 'fail'],
    ['a parameter', { MfaConfiguration: P }, 'unknown'],
    ['required', { MfaConfiguration: 'ON' }, 'pass'],
    ['for those who choose one', { MfaConfiguration: 'OPTIONAL' }, 'pass'],
  ]);

  test('a pool without users of its own needs none', () => {
    expect(withClients('IDENTITY-01', CLOSED, FEDERATED)).toBe('pass');
    expect(withClients('IDENTITY-01', CLOSED, MACHINE, FEDERATED)).toBe('pass');
  });
  test('a pool with users of its own does', () => {
    expect(withClients('IDENTITY-01', CLOSED, FEDERATED, {})).toBe('fail');
    expect(withClients('IDENTITY-01', CLOSED, { SupportedIdentityProviders: ['CompanySaml', 'COGNITO'] })).toBe('fail');
    expect(withClients('IDENTITY-01', {}, FEDERATED)).toBe('fail');
    expect(withClients('IDENTITY-01', CLOSED, { SupportedIdentityProviders: [P] })).toBe('fail');
    expect(withClients('IDENTITY-01', CLOSED)).toBe('fail');
  });
});

describe('IDENTITY-02: by an authenticator app, for everybody', () => {
  const on = (EnabledMfas: unknown, MfaConfiguration: unknown = 'ON') => ({ MfaConfiguration, EnabledMfas });
  pools('IDENTITY-02', [
    ['for those who choose one', on(['SOFTWARE_TOKEN_MFA'], 'OPTIONAL'), 'fail'],
    ['by SMS alone', on(['SMS_MFA']), 'fail'],
    ['by SMS too', on(['SOFTWARE_TOKEN_MFA', 'SMS_MFA']), 'fail'],
    ['by e-mail alone', on(['EMAIL_OTP']), 'fail'],
    ['no factor named', { MfaConfiguration: 'ON' }, 'fail'],
    ['the factors a parameter', on(P), 'unknown'],
    ['one factor a parameter', on(['SOFTWARE_TOKEN_MFA', P]), 'unknown'],
    ['the setting a parameter', on(['SOFTWARE_TOKEN_MFA'], P), 'unknown'],
    ['none at all, of which IDENTITY-01 speaks', {}, 'pass'],
    ['by an app', on(['SOFTWARE_TOKEN_MFA']), 'pass'],
    ['by an app or e-mail', on(['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']), 'pass'],
  ]);
});

describe('IDENTITY-03: strong passwords', () => {
  const all = { RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true };
  const policy = (PasswordPolicy: unknown) => ({ Policies: { PasswordPolicy } });
  pools('IDENTITY-03', [
    ['six signs', policy({ ...all, MinimumLength: 6 }), 'fail'],
    ['seven signs as a text', policy({ ...all, MinimumLength: '7' }), 'fail'],
    ['a length alone', policy({ MinimumLength: 8 }), 'fail'],
    ['no lower case', policy({ ...all, MinimumLength: 12, RequireLowercase: false }), 'fail'],
    ['no upper case', policy({ ...all, MinimumLength: 12, RequireUppercase: 'false' }), 'fail'],
    ['no digits', policy({ ...all, MinimumLength: 12, RequireNumbers: undefined }), 'fail'],
    ['no symbols', policy({ ...all, MinimumLength: 14, RequireSymbols: false }), 'fail'],
    ['short in one branch', policy({ ...all, MinimumLength: { 'Fn::If': ['C', 12, 6] } }), 'fail'],
    ['temporary ones for a month', policy({ ...all, TemporaryPasswordValidityDays: 30 }), 'fail'],
    ['temporary ones for a month, the old way', { AdminCreateUserConfig: { UnusedAccountValidityDays: 30 } }, 'fail'],
    ['the length a parameter', policy({ ...all, MinimumLength: P }), 'unknown'],
    ['a kind a parameter', policy({ ...all, MinimumLength: 12, RequireSymbols: P }), 'unknown'],
    ['the whole of it a parameter', policy(P), 'unknown'],
    ['temporary ones a parameter', policy({ ...all, TemporaryPasswordValidityDays: P }), 'unknown'],
    ["nothing set: Cognito's own", {}, 'pass'],
    ['eight signs of all kinds', policy({ ...all, MinimumLength: 8 }), 'pass'],
    ['fifteen of any', policy({ MinimumLength: 15 }), 'pass'],
    ['temporary ones for a week', policy({ ...all, TemporaryPasswordValidityDays: 7 }), 'pass'],
  ]);
});

describe('IDENTITY-04: by invitation', () => {
  const only = (AllowAdminCreateUserOnly: unknown) => ({ AdminCreateUserConfig: { AllowAdminCreateUserOnly } });
  pools('IDENTITY-04', [
    ['nothing set', {}, 'fail'],
    ['other settings only', { AdminCreateUserConfig: { InviteMessageTemplate: {} } }, 'fail'],
    ['everybody', only(false), 'fail'],
    ['everybody in one branch', only({ 'Fn::If': ['C', true, 'false'] }), 'fail'],
    ['a parameter', only(P), 'unknown'],
    ['invited', only(true), 'pass'],
    ['invited, by the text of a parameter that only allows it', only('true'), 'pass'],
  ]);
});

describe('IDENTITY-05: protected from deletion', () => {
  pools('IDENTITY-05', [
    ['nothing set', {}, 'fail'],
    ['inactive', { DeletionProtection: 'INACTIVE' }, 'fail'],
    ['a boolean that Cognito does not know', { DeletionProtection: true }, 'fail'],
    ['inactive in one branch', { DeletionProtection: { 'Fn::If': ['C', 'ACTIVE', 'INACTIVE'] } }, 'fail'],
    ['a parameter', { DeletionProtection: P }, 'unknown'],
    ['active', { DeletionProtection: 'ACTIVE' }, 'pass'],
  ]);
});

describe('IDENTITY-06: recovery by verified e-mail', () => {
  const by = (...names: unknown[]) => ({
    AccountRecoverySetting: { RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })) },
  });
  pools('IDENTITY-06', [
    ['nothing set', {}, 'fail'],
    ['no mechanism', by(), 'fail'],
    ['by phone', by('verified_phone_number'), 'fail'],
    ['by phone second', by('verified_email', 'verified_phone_number'), 'fail'],
    ['a parameter', by(P), 'unknown'],
    ['the whole of it a parameter', { AccountRecoverySetting: P }, 'unknown'],
    ['by e-mail', by('verified_email'), 'pass'],
    ['by an administrator', by('admin_only'), 'pass'],
  ]);
});

describe('IDENTITY-07: threat protection', () => {
  const mode = (AdvancedSecurityMode: unknown, UserPoolTier?: unknown) => ({
    UserPoolAddOns: { AdvancedSecurityMode },
    UserPoolTier,
  });
  pools('IDENTITY-07', [
    ['nothing set', {}, 'fail'],
    ['the plan alone', { UserPoolTier: 'PLUS' }, 'fail'],
    ['off', mode('OFF', 'PLUS'), 'fail'],
    ['recorded only', mode('AUDIT', 'PLUS'), 'fail'],
    ['a plan that has none', mode('ENFORCED', 'ESSENTIALS'), 'fail'],
    ['the mode a parameter', mode(P, 'PLUS'), 'unknown'],
    ['the plan a parameter', mode('ENFORCED', P), 'unknown'],
    ['enforced', mode('ENFORCED', 'PLUS'), 'pass'],
    ['enforced from before there were plans', mode('ENFORCED'), 'pass'],
  ]);
});

describe('IDENTITY-08: changed addresses', () => {
  const pool = (AutoVerifiedAttributes: unknown, kept?: unknown) => ({
    AutoVerifiedAttributes,
    ...(kept !== undefined && { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: kept } }),
  });
  pools('IDENTITY-08', [
    ['nothing kept', pool(['email']), 'fail'],
    ['an empty list', pool(['email'], []), 'fail'],
    ['the phone forgotten', pool(['email', 'phone_number'], ['email']), 'fail'],
    ['a parameter', pool(['email'], P), 'unknown'],
    ['nothing is verified', {}, 'pass'],
    ['kept', pool(['email'], ['email']), 'pass'],
  ]);
});

describe('whoever wrote it', () => {
  test('a plain L2 with weak props, an override and a generic resource', () => {
    const stack = newStack();
    new UserPool(stack, 'Weak', { mfa: Mfa.OFF, passwordPolicy: { minLength: 6 } });
    const overridden = new UserPool(stack, 'Overridden', {
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: true,
    });
    (overridden.node.defaultChild as CfnUserPool).addPropertyOverride('MfaConfiguration', 'OFF');
    new CfnResource(stack, 'Generic', {
      type: POOL,
      properties: { MfaConfiguration: 'ON', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] },
    });
    expect(found(stack)).toEqual([
      'IDENTITY-01 Stack/Overridden/Resource',
      'IDENTITY-01 Stack/Weak/Resource',
      'IDENTITY-03 Stack/Weak/Resource',
      'IDENTITY-05 Stack/Generic',
      'IDENTITY-05 Stack/Weak/Resource',
    ]);
  });
});

describe('IDENTITY-17: what threat protection says of sign-ins is kept', () => {
  const pool = (mode: unknown) => ({
    Type: 'AWS::Cognito::UserPool',
    Properties: { UserPoolAddOns: { AdvancedSecurityMode: mode } },
  });
  const delivery = (LogConfigurations: unknown, of: unknown = { Ref: 'It' }) => ({
    D: { Type: 'AWS::Cognito::LogDeliveryConfiguration', Properties: { UserPoolId: of, LogConfigurations } },
  });
  const signIns = {
    EventSource: 'userAuthEvents',
    LogLevel: 'INFO',
    CloudWatchLogsConfiguration: { LogGroupArn: 'x' },
  };
  test.each<[string, string, object, object?]>([
    ['enforced, kept nowhere', 'fail', pool('ENFORCED')],
    ['audited, kept nowhere', 'fail', pool('AUDIT')],
    ['failed messages only', 'fail', pool('ENFORCED'), delivery([{ ...signIns, EventSource: 'userNotification' }])],
    ['of another pool', 'fail', pool('ENFORCED'), delivery([signIns], 'us-east-1_other')],
    ['an empty list', 'fail', pool('ENFORCED'), delivery([])],
    ['kept', 'pass', pool('ENFORCED'), delivery([signIns])],
    ['kept beside failed messages', 'pass', pool('AUDIT'), delivery([{ EventSource: 'userNotification' }, signIns])],
    ['one for a list', 'pass', pool('ENFORCED'), delivery(signIns)],
    ['only known later', 'pass', pool('ENFORCED'), delivery(P)],
    ['no threat protection: IDENTITY-07 speaks of that', 'pass', { Type: 'AWS::Cognito::UserPool', Properties: {} }],
    ['off', 'pass', pool('OFF')],
  ])('%s', (_, expected, it, others = {}) => expect(saysOf('IDENTITY-17', it, others)).toBe(expected));
});
