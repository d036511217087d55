import { ResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { StrictCors } from './strict-cors';

/** Fixed texts: API Gateway's own name the account, the ARN and what exactly was wrong. The id is for whoever asks for help. */
const MESSAGES: readonly [id: string, type: ResponseType, message: string][] = [
  ['Refused', ResponseType.DEFAULT_4XX, 'The request was refused'],
  ['Failed', ResponseType.DEFAULT_5XX, 'The request failed'],
];

/** Answers every request that no handler answers with as little as possible. */
export function addGatewayResponses(api: RestApi, cors: StrictCors | undefined): void {
  for (const [id, type, message] of MESSAGES) {
    api.addGatewayResponse(id, {
      type,
      responseHeaders: headers(cors),
      templates: { 'application/json': `{"message":"${message}","requestId":"$context.requestId"}` },
    });
  }
}

/** Of several origins nobody knows here which one asks. */
function headers(cors: StrictCors | undefined): { [name: string]: string } | undefined {
  if (cors?.allowOrigins.length !== 1) return undefined;
  return {
    'Access-Control-Allow-Origin': `'${cors.allowOrigins[0]}'`,
    ...(cors.allowCredentials && { 'Access-Control-Allow-Credentials': "'true'" }),
  };
}
