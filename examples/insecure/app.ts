import { App } from 'aws-cdk-lib';
import { SecurityGate } from 'cdk-secure-serverless';
import { addInsecureService } from './service';

// npx cdk synth --app 'tsx --tsconfig examples/tsconfig.json examples/insecure/app.ts' ends with exit code 1
const app = new App({ postCliContext: { 'aws:cdk:bundling-stacks': [] } }); // never deployed, so never bundled
addInsecureService(app);
SecurityGate.enforce(app);
