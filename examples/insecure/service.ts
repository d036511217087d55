import { App } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { InsecureAccount } from './account-stack';
import { InsecureApis } from './api-stack';
import { InsecureCompute } from './compute-stack';
import { InsecureContainers } from './container-stack';
import { InsecureData } from './data-stack';
import { InsecureGraphqlApis } from './graphql-stack';
import { InsecureHttpApis } from './http-api-stack';
import { InsecureNetwork } from './network-stack';
import { InsecureStores } from './stores-stack';
import { InsecureStreams } from './stream-stack';
import { InsecureWeb } from './website-stack';
import { Undeployable } from './undeployable-stack';
import { InsecureWebFunction } from './web-function-stack';

/**
 * The orders service as it is often written: plain constructs, each with a mistake that synthesizes without a word. The
 * rule that finds it stands behind the line. Never deploy this.
 */
export function addInsecureService(app: App): void {
  const env = { account: '111111111111', region: 'us-east-1' };
  const data = new InsecureData(app, 'InsecureData', { env });
  const { createOrder } = new InsecureCompute(app, 'InsecureCompute', { env, data });
  new InsecureApis(app, 'InsecureApis', { env, handler: createOrder });
  new InsecureAccount(app, 'InsecureAccount', { env });
  new InsecureWebFunction(app, 'InsecureWebFunction', { env });
  new InsecureGraphqlApis(app, 'InsecureGraphqlApis', { env });
  new InsecureHttpApis(app, 'InsecureHttpApis', { env });
  new InsecureNetwork(app, 'InsecureNetwork', { env });
  new InsecureStores(app, 'InsecureDataStores', { env });
  new InsecureContainers(app, 'InsecureContainers', { env });
  new InsecureStreams(app, 'InsecureStreams', { env });
  new InsecureWeb(app, 'InsecureWeb', {
    env: { ...env, region: 'eu-west-1' },
    pages: Bucket.fromBucketName(data, 'Pages', 'pages'),
  });
  new Undeployable(app, 'Undeployable', { env });
}
