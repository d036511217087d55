import { App } from 'aws-cdk-lib';
import { addDelivery } from './delivery';

addDelivery(new App());
