import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { SECURE } from './secure-stores';

const CDK = dirname(require.resolve('aws-cdk-lib/package.json'));
/** What is written into a JSON property, so that CDK does not know it. */
const FREE =
  /^(JDBC_ENFORCE_SSL|AUDIT_LOGS|EnableAtRestEncryption|EnableInTransitEncryption|require_secure_transport|tls|neptune_enforce_ssl|rds\.force_ssl|EncryptionConfiguration|SecurityConfiguration)$/;

const keysOf = (value: any): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, one]) => [...(Array.isArray(value) ? [] : [key]), ...keysOf(one)]);

/** The rules' tests judge hand-written names: here they are compared with those of CloudFormation's own schema. */
test.each(Object.entries(SECURE).filter(([type]) => type.startsWith('AWS::')))(
  '%s has the properties that CloudFormation knows',
  (type, properties) => {
    const name = type.split('::')[1].toLowerCase();
    const code = readFileSync(join(CDK, `aws-${name}`, 'lib', `${name}.generated.js`), 'utf8');
    const isKnown = (key: string) => new RegExp(`[{,]"?${key}"?:`).test(code);
    const unknown = [...new Set(keysOf(properties))].filter((key) => !FREE.test(key) && !isKnown(key));
    expect(unknown).toEqual([]);
  },
);
