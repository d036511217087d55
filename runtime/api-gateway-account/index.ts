import { request } from 'https';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';

/** CloudFormation waits for the answer: these are kept for it, of the time that the function has. */
const TO_ANSWER = 12_000;
const ONE_TRY = 3_500;
/** New roles and policies are not known everywhere at once: for some seconds, both of them are refused. */
const PAUSE = 3_000;
const isTooEarly = ({ name, message }: Error): boolean =>
  /AccessDenied|Forbidden/.test(name) || (name === 'BadRequestException' && /role/i.test(message));

/**
 * Gives the account, in this region, the role by which API Gateway writes logs, where it has none. A role of somebody else is
 * kept. Nothing is taken away, ever: other APIs log with the same role.
 */
export async function handler(event: CloudFormationCustomResourceEvent, context: Context): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId = 'PhysicalResourceId' in event ? event.PhysicalResourceId : 'ApiGatewayAccount';
  const answer = (rest: object) =>
    respond(event.ResponseURL, JSON.stringify({ StackId, RequestId, LogicalResourceId, PhysicalResourceId, ...rest }));
  let outcome: object;
  try {
    const Data = event.RequestType === 'Delete' ? {} : await inTime(context, (attempt) => ensureRole(event, attempt));
    outcome = { Status: 'SUCCESS', Data };
  } catch (error) {
    const { name, message } = error as Error;
    const Reason = `API Gateway's log role was not set: ${name}: ${message}`.slice(0, 1_000);
    outcome = { Status: 'FAILED', Reason };
  }
  console.log(JSON.stringify({ request: event.RequestType, ...outcome }));
  await answer(outcome);
}

/** What is being tried, and what became of it. */
interface Attempt {
  isOver: boolean;
  refusal?: string;
}

async function ensureRole(event: CloudFormationCustomResourceEvent, attempt: Attempt): Promise<object> {
  const ours: string = event.ResourceProperties.RoleArn;
  const before = event.RequestType === 'Update' ? event.OldResourceProperties.RoleArn : undefined;
  // part of Lambda's Node.js runtime
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { APIGateway } = require('@aws-sdk/client-api-gateway');
  const account = new APIGateway({});
  while (!attempt.isOver) {
    try {
      const { cloudwatchRoleArn: there } = await account.getAccount({});
      if (there === ours) return { RoleArn: ours, KeptOther: 'false' };
      if (there && there !== before) return { RoleArn: there, KeptOther: 'true' };
      const change = { op: 'replace', path: '/cloudwatchRoleArn', value: ours };
      await account.updateAccount({ patchOperations: [change] });
    } catch (error) {
      if (!isTooEarly(error as Error)) throw error;
      attempt.refusal = (error as Error).message;
    }
    await pause(PAUSE);
  }
  return {};
}

async function inTime(context: Context, work: (attempt: Attempt) => Promise<object>): Promise<object> {
  const attempt: Attempt = { isOver: false };
  const time = context.getRemainingTimeInMillis() - TO_ANSWER;
  const end = pause(time).then(() => {
    attempt.isOver = true;
    throw new Error(
      `no success in ${Math.round(time / 1_000)} seconds${attempt.refusal ? `; ${attempt.refusal}` : ''}`,
    );
  });
  return Promise.race([work(attempt), end]);
}

const pause = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time));

async function respond(url: string, body: string): Promise<void> {
  for (let left = 2; ; left--) {
    try {
      return await put(url, body);
    } catch (error) {
      console.log(String(error));
      if (left === 0) throw error;
    }
  }
}

/** As the URL was signed: without a content type. */
const put = (url: string, body: string) =>
  new Promise<void>((resolve, reject) => {
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'PUT', headers, timeout: ONE_TRY }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      if (status < 300) resolve();
      else reject(new Error(`CloudFormation answered ${status}`));
    });
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error('CloudFormation did not answer')));
    sent.end(body);
  });
