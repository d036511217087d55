import { P, Row, saysOf, table } from './rule-table';

const CLIENT = 'AWS::Cognito::UserPoolClient';
const clients = (ruleId: string, rows: Row[]) => table(ruleId, CLIENT, rows);
const MACHINE = { AllowedOAuthFlows: ['client_credentials'] };

describe('IDENTITY-09: no implicit grant', () => {
  const flows = (AllowedOAuthFlows: unknown) => ({ AllowedOAuthFlows });
  clients('IDENTITY-09', [
    ['implicit', flows(['implicit']), 'fail'],
    ['implicit too', flows(['implicit', 'code']), 'fail'],
    ['implicit in one branch', flows(['code', { 'Fn::If': ['C', 'implicit', { Ref: 'AWS::NoValue' }] }]), 'fail'],
    ['a parameter', flows(P), 'unknown'],
    ['one of them a parameter', flows(['code', P]), 'unknown'],
    ['nothing set', {}, 'pass'],
    ['by code', flows(['code']), 'pass'],
  ]);
});

describe('IDENTITY-10: HTTPS callbacks', () => {
  clients('IDENTITY-10', [
    ['plain HTTP', { CallbackURLs: ['http://shop.example.com/in'] }, 'fail'],
    ['one of two', { CallbackURLs: ['https://shop.example.com/in', 'HTTP://shop.example.com/in'] }, 'fail'],
    ['localhost', { CallbackURLs: ['http://localhost:3000'] }, 'fail'],
    ['this machine by address', { CallbackURLs: ['http://127.0.0.1/in'] }, 'fail'],
    ['signed out to plain HTTP', { LogoutURLs: ['http://shop.example.com'] }, 'fail'],
    ['by default to plain HTTP', { DefaultRedirectURI: 'http://shop.example.com' }, 'fail'],
    ['plain HTTP with a name filled in', { CallbackURLs: [{ 'Fn::Sub': 'http://${P}.example.com/in' }] }, 'fail'],
    ['a parameter', { CallbackURLs: [P] }, 'unknown'],
    ['nothing set', {}, 'pass'],
    ['HTTPS', { CallbackURLs: ['https://shop.example.com/in'], LogoutURLs: ['https://shop.example.com'] }, 'pass'],
    ['HTTPS with a name filled in', { CallbackURLs: [{ 'Fn::Sub': 'https://${P}/in' }] }, 'pass'],
    ['an app of its own', { CallbackURLs: ['shop://signed-in'] }, 'pass'],
  ]);

  test('localhost in development, and nothing else', () => {
    const says = (url: string) =>
      saysOf('IDENTITY-10', { Type: CLIENT, Properties: { CallbackURLs: [url] } }, {}, 'development');
    expect(['http://localhost:3000/in', 'http://[::1]:80', 'http://127.0.0.1'].map(says)).toEqual([
      'pass',
      'pass',
      'pass',
    ]);
    expect(
      ['http://localhost.example.com', 'http://shop.example.com', 'http://127.0.0.1.example.com'].map(says),
    ).toEqual(['fail', 'fail', 'fail']);
  });
});

describe('IDENTITY-11: no passwords in requests', () => {
  const flows = (...ExplicitAuthFlows: unknown[]) => ({ ExplicitAuthFlows });
  clients('IDENTITY-11', [
    ['by password', flows('ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'), 'fail'],
    ['by password through a server', flows('ALLOW_ADMIN_USER_PASSWORD_AUTH'), 'fail'],
    ['the old names', flows('USER_PASSWORD_AUTH'), 'fail'],
    ['the old names, through a server', flows('ADMIN_NO_SRP_AUTH'), 'fail'],
    ['a parameter', flows(P), 'unknown'],
    ["nothing set: Cognito's own", {}, 'pass'],
    ['by SRP', flows('ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'), 'pass'],
  ]);
});

describe('IDENTITY-12: who exists', () => {
  const errors = (PreventUserExistenceErrors: unknown) => ({ PreventUserExistenceErrors });
  clients('IDENTITY-12', [
    ['nothing set', {}, 'fail'],
    ['as it used to be', errors('LEGACY'), 'fail'],
    ['as it used to be in one branch', errors({ 'Fn::If': ['C', 'ENABLED', 'LEGACY'] }), 'fail'],
    ['machines and users', { AllowedOAuthFlows: ['client_credentials', 'code'] }, 'fail'],
    ['a parameter', errors(P), 'unknown'],
    ['hidden', errors('ENABLED'), 'pass'],
    ['a client for machines', MACHINE, 'pass'],
  ]);
});

describe('IDENTITY-13: token lifetimes', () => {
  const units = (TokenValidityUnits: object, rest: object) => ({ TokenValidityUnits, ...rest });
  clients('IDENTITY-13', [
    ['access tokens for two hours', { AccessTokenValidity: 2 }, 'fail'],
    ['access tokens for 61 minutes', units({ AccessToken: 'minutes' }, { AccessTokenValidity: 61 }), 'fail'],
    ['ID tokens for a day', units({ IdToken: 'days' }, { IdTokenValidity: '1' }), 'fail'],
    ['refresh tokens for a year', { RefreshTokenValidity: 365 }, 'fail'],
    ['refresh tokens for 31 days in hours', units({ RefreshToken: 'hours' }, { RefreshTokenValidity: 744 }), 'fail'],
    ['long, rotation off', { RefreshTokenValidity: 90, RefreshTokenRotation: { Feature: 'DISABLED' } }, 'fail'],
    ['a unit that Cognito does not know', units({ AccessToken: 'weeks' }, { AccessTokenValidity: 1 }), 'fail'],
    ['a parameter', { AccessTokenValidity: P }, 'unknown'],
    ['the unit a parameter', units({ AccessToken: P }, { AccessTokenValidity: 1 }), 'unknown'],
    ["nothing set: Cognito's own", {}, 'pass'],
    ['at the limits', { AccessTokenValidity: 1, IdTokenValidity: 1, RefreshTokenValidity: 30 }, 'pass'],
    ['long, and rotated', { RefreshTokenValidity: 90, RefreshTokenRotation: { Feature: 'ENABLED' } }, 'pass'],
  ]);
});

describe('IDENTITY-14: revocation', () => {
  clients('IDENTITY-14', [
    ['off', { EnableTokenRevocation: false }, 'fail'],
    ['off as a text', { EnableTokenRevocation: 'false' }, 'fail'],
    ['off in one branch', { EnableTokenRevocation: { 'Fn::If': ['C', true, false] } }, 'fail'],
    ['a parameter', { EnableTokenRevocation: P }, 'unknown'],
    ["nothing set: Cognito's own", {}, 'pass'],
    ['on', { EnableTokenRevocation: true }, 'pass'],
  ]);
});

describe('identity pools', () => {
  const POOL = 'AWS::Cognito::IdentityPool';
  describe('IDENTITY-15: no guests', () => {
    const guests = (AllowUnauthenticatedIdentities: unknown) => ({ AllowUnauthenticatedIdentities });
    table('IDENTITY-15', POOL, [
      ['nothing set', {}, 'fail'],
      ['guests', guests(true), 'fail'],
      ['guests as a text', guests('true'), 'fail'],
      ['guests in one branch', guests({ 'Fn::If': ['C', false, true] }), 'fail'],
      ['guests by the default of a parameter', guests({ Ref: 'Weak' }), 'fail'],
      ['a parameter', guests(P), 'unknown'],
      ['none', guests(false), 'pass'],
    ]);
  });
  describe('IDENTITY-16: the enhanced flow', () => {
    table('IDENTITY-16', POOL, [
      ['the classic flow', { AllowClassicFlow: true }, 'fail'],
      ['the classic flow in one branch', { AllowClassicFlow: { 'Fn::If': ['C', true, false] } }, 'fail'],
      ['a parameter', { AllowClassicFlow: P }, 'unknown'],
      ['nothing set', {}, 'pass'],
      ['off', { AllowClassicFlow: false }, 'pass'],
    ]);
  });
});
