import { App } from 'aws-cdk-lib';
import { harden } from './hardening';
import { addInvoices } from './invoices';

const app = new App();
harden(app); // first: CDK completes props while constructs are being made
addInvoices(app);
