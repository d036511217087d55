import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { InvalidInput } from './order';

/** What API Gateway hands over, with the claims of Cognito's own authorizer or the context of our JWT authorizer. */
export type HttpEvent = Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded' | 'pathParameters' | 'requestContext'>;

/** Who calls: the subject of the token that was checked before we were called. */
export function callerOf({ requestContext }: HttpEvent): string {
  const { authorizer } = requestContext;
  const subject = authorizer?.claims?.sub ?? authorizer?.sub;
  if (typeof subject !== 'string' || subject === '') throw new Error('expected an authorized caller, got none');
  return subject;
}

/** What is wrong with the input goes back to the client; everything else is an error of ours, and stays in the log. */
export async function answering(answer: () => Promise<APIGatewayProxyResult>): Promise<APIGatewayProxyResult> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof InvalidInput) return reply(400, { message: error.message });
    throw error;
  }
}

export const reply = (statusCode: number, body: object): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});
