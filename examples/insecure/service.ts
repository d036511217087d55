import { App } from 'aws-cdk-lib';
import { InsecureApis } from './api-stack';
import { InsecureCompute } from './compute-stack';
import { InsecureData } from './data-stack';
import { Undeployable } from './undeployable-stack';

/**
 * The orders service as it is often written: plain constructs, each with a mistake that synthesizes without a word. The
 * rule that finds it stands behind the line. Never deploy this.
 */
export function addInsecureService(app: App): void {
  const env = { account: '111111111111', region: 'us-east-1' };
  const data = new InsecureData(app, 'InsecureData', { env });
  const { createOrder } = new InsecureCompute(app, 'InsecureCompute', { env, data });
  new InsecureApis(app, 'InsecureApis', { env, handler: createOrder });
  new Undeployable(app, 'Undeployable', { env });
}
