import { App } from 'aws-cdk-lib';
import { addOrders } from './orders';

// npx cdk synth -c profile=production|development|regulated -c account=… -c region=… -c email=… -c certificate=…
addOrders(new App());
