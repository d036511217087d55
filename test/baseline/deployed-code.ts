import { AddressInfo } from 'net';
import { createServer, IncomingMessage, request as httpRequest, RequestOptions } from 'http';

/** What stands in for AWS while the code of the template runs. */
export interface FakeAws {
  /** The role that is set in the account. */
  role?: string;
  /** What calls fail with, one after the other: `get` or `update`. */
  readonly failures?: { readonly on: 'get' | 'update'; readonly error: Error }[];
  /** Calls never end. */
  readonly hangs?: boolean;
  /** What CloudFormation answers, one after the other; 200 afterwards. `0`: not at all. */
  readonly answers?: number[];
}

export interface Run {
  /** Every PUT that CloudFormation got. */
  readonly puts: { readonly body: any; readonly url: string; readonly type: string | undefined }[];
  readonly calls: readonly (readonly [string, unknown])[];
  /** What the handler threw. */
  readonly thrown?: unknown;
}

/** Every wait of the code is this much shorter. */
const FASTER = 100;

export const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

/** Runs the code that a template holds as Lambda would, in a world that is all fake. */
export async function run(code: string, event: Record<string, unknown>, aws: FakeAws): Promise<Run> {
  const puts: Run['puts'] = [];
  const calls: [string, unknown][] = [];
  const answers = [...(aws.answers ?? [])];
  const server = createServer((asked, answer) => {
    void bodyOf(asked).then((text) => {
      puts.push({ body: JSON.parse(text), url: `${asked.method} ${asked.url}`, type: asked.headers['content-type'] });
      const status = answers.shift() ?? 200;
      if (status !== 0) answer.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const failures = [...(aws.failures ?? [])];
  const call = async (on: 'get' | 'update', input: unknown) => {
    calls.push([on, input]);
    if (aws.hangs) await new Promise(() => undefined);
    if (failures[0]?.on === on) throw failures.shift()!.error;
  };
  class APIGateway {
    async getAccount(input: unknown) {
      await call('get', input);
      return { cloudwatchRoleArn: aws.role };
    }
    async updateAccount(input: any) {
      await call('update', input);
      aws.role = input.patchOperations[0].value;
    }
  }
  const modules: Record<string, unknown> = {
    '@aws-sdk/client-api-gateway': { APIGateway },
    // the URL has to be one of TLS; the server here has no certificate
    https: {
      request: (url: string, options: RequestOptions, done: (response: IncomingMessage) => void) => {
        if (!url.startsWith('https://')) throw new Error(`not a TLS URL: ${url}`);
        return httpRequest(url.replace('https:', 'http:'), { ...options, timeout: options.timeout! / 10 }, done);
      },
    },
  };
  const module = { exports: {} as any };
  const start = Date.now();
  const context = { getRemainingTimeInMillis: () => 60_000 - (Date.now() - start) * FASTER };
  const lambda = new Function('module', 'exports', 'require', 'console', 'setTimeout', code);
  const soon = (work: () => void, time: number) => setTimeout(work, time / FASTER);
  lambda(module, module.exports, (name: string) => modules[name], { log: () => undefined }, soon);
  let thrown: unknown;
  try {
    await module.exports.handler({ ...event, ResponseURL: `https://127.0.0.1:${port}/answer?signature=abc` }, context);
  } catch (error) {
    thrown = error;
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return { puts, calls, thrown };
}

async function bodyOf(asked: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of asked) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
