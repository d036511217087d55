import { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule } from '../../core/rule';

/** Reading by any page is what public pictures and fonts are for. */
const WRITES = /^(PUT|POST|DELETE)$/i;

/** It only warns: a page still needs credentials, or a link that somebody signed. */
export const bucketNamesWebOrigins: Rule<BucketProps> = {
  id: 'BUCKET-14',
  types: ['AWS::S3::Bucket'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the web pages whose scripts may write and delete objects are named',
  why: 'Every page that gets hold of a signed link, or of credentials in the browser, can use them from where it is.',
  fix: 'name the origins in allowedOrigins of cors, and only the methods they need',
  topics: ['public-access', 'validation', 'auth'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: [],
  check,
};

function check(bucket: Resource): Judgement {
  const rules: unknown = bucket.get('CorsConfiguration.CorsRules');
  const listed: any[] = rules === undefined || rules === null ? [] : [rules].flat();
  for (const [index, rule] of listed.entries()) {
    const any = texts(rule?.AllowedOrigins).find((one) => /^(\*|https?:\/\/\*)$/.test(one.trim()));
    const methods = texts(rule?.AllowedMethods).filter((one) => WRITES.test(one));
    if (any === undefined || methods.length === 0) continue;
    return fail(`${methods.join(', ')} by pages of ${any}`, `Properties.CorsConfiguration.CorsRules.${index}`);
  }
  return PASS;
}

const texts = (value: unknown): readonly string[] =>
  value === undefined || value === null ? [] : [value].flat().map(String);
