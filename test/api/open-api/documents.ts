import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Auth } from '../../../lib/api/auth';
import { JwtAuthorizer } from '../../../lib/api/jwt-authorizer';
import { JwtIssuer } from '../../../lib/api/jwt-issuer';
import { readOpenApi } from '../../../lib/api/open-api';
import { OpenApiProps } from '../../../lib/api/open-api-props';
import { Owner } from '../../../lib/api/owner';
import { SecureApi } from '../../../lib/api/secure-api';
import { StepUp } from '../../../lib/api/step-up';
import { SecureUserPool } from '../../../lib/identity/secure-user-pool';
import { newStack } from '../../support/judging';
import { newFunction } from '../../function/building';

export const BOOKSHOP = join(__dirname, 'bookshop.yaml');
export const PAYMENTS = join(__dirname, 'payments.yaml');
export const HOSTILE = join(__dirname, 'hostile.yaml');
export const textOf = (file: string): string => readFileSync(file, 'utf8');

const BROWSE = 'Everybody may browse the books';

export function bookshop(file: string, more: Partial<OpenApiProps> = {}): { stack: Stack; api: SecureApi } {
  const stack = newStack();
  const pool = new SecureUserPool(stack, 'Users');
  const login = new JwtAuthorizer(stack, 'Login', { issuers: [JwtIssuer.cognito(pool, [pool.addClient('Web')])] });
  const handler = newFunction(stack, 'Books');
  const shared = Owner.notOwned('Books belong to the shop and to no customer');
  const api = SecureApi.fromOpenApi(stack, 'Api', {
    file,
    handlers: {
      listBooks: handler,
      addBook: handler,
      getBook: handler,
      replaceBook: handler,
      deleteBook: handler,
      placeOrder: newFunction(stack, 'Orders'),
    },
    auth: { login: Auth.jwt(login) },
    publicOperations: { listBooks: BROWSE, getBook: BROWSE },
    owners: { replaceBook: shared, deleteBook: shared },
    stepUps: { deleteBook: StepUp.freshLogin(Duration.minutes(5)) },
    routes: { placeOrder: { throttle: { rateLimit: 5, burstLimit: 10 } } },
    ...more,
  });
  return { stack, api };
}

export function payments(): { stack: Stack; api: SecureApi } {
  const stack = newStack();
  const pool = new SecureUserPool(stack, 'Users');
  const customers = new JwtAuthorizer(stack, 'Customers', {
    issuers: [JwtIssuer.cognito(pool, [pool.addClient('Web')])],
  });
  const partner = Auth.cognito(pool, { clients: [pool.addClient('Partner')] });
  const handler = newFunction(stack, 'Payments');
  const own = Owner.pathMatchesClaim('customerId');
  const api = SecureApi.fromOpenApi(stack, 'Api', {
    file: PAYMENTS,
    handlers: {
      listPayments: handler,
      pay: handler,
      getPayment: handler,
      cancelPayment: handler,
      refundPayment: handler,
      settle: newFunction(stack, 'Settlements'),
      health: handler,
    },
    auth: { customer: Auth.jwt(customers), partner, backOffice: Auth.iam() },
    publicOperations: { health: 'The load balancer has no credentials' },
    owners: {
      listPayments: own,
      pay: own,
      getPayment: own,
      cancelPayment: own,
      refundPayment: Owner.checkedByHandler('The handler compares the payment with the partner'),
    },
    stepUps: { cancelPayment: StepUp.freshLogin(Duration.minutes(5)) },
    routes: { settle: { noBody: true } },
  });
  return { stack, api };
}

/** All that is wrong with a document, by line: `12:7 API-01: …`. Empty when it reads well. */
export function problemsOf(file: string, props: Omit<OpenApiProps, 'file'>): string[] {
  try {
    readOpenApi({ file, ...props });
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.replace(/^(?!the props).*?\.(?:yaml|json):/, ''));
  }
}

/** Writes a document for as long as it is read. */
export function withDocument<T>(text: string, read: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'open-api-'));
  try {
    const file = join(folder, 'api.yaml');
    writeFileSync(file, text);
    return read(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The line, from 1, on which a text stands for the first time. */
export function lineOf(text: string, part: string): number {
  const at = text.indexOf(part);
  if (at < 0) throw new Error(`the document does not hold ${part}`);
  return text.slice(0, at).split('\n').length;
}
