import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { required } from './environment';
import { answering, HttpEvent, reply } from './http';
import { InvalidInput } from './order';

const s3 = new S3Client();
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `GET /reports/{day}` of the internal API. */
export const handler = (event: HttpEvent): Promise<APIGatewayProxyResult> =>
  answering(async () => {
    const day = event.pathParameters?.day ?? '';
    if (!DAY.test(day)) throw new InvalidInput('expected day to be YYYY-MM-DD');
    try {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: required('REPORTS_BUCKET'), Key: `daily/${day}.json` }),
      );
      return reply(200, JSON.parse(await Body!.transformToString()));
    } catch (error) {
      if (!(error instanceof NoSuchKey)) throw error;
      return reply(404, { message: 'no report of that day' });
    }
  });
