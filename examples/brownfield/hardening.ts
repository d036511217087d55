import { join } from 'path';
import { App, Aspects, PropertyInjectors, Shims } from 'aws-cdk-lib';
import {
  SecureBucketBlueprint,
  SecureBucketMixin,
  SecureFunctionBlueprint,
  SecureFunctionMixin,
  SecurityGate,
  Waivers,
} from 'cdk-secure-serverless';

/** Findings that were there before the gate was. The file was written by `SecurityGate.writeBaseline` and only shrinks. */
export const BASELINE = join(__dirname, 'security-baseline.json');

/**
 * Makes an application as secure as it can be made from outside, without a change to its own code.
 *
 * Blueprints complete the props of constructs that are still to be made; mixins harden every resource at the end,
 * whoever made it. What is left needs a decision: it is waived with its reason, or known in the baseline. Whatever is new
 * blocks.
 */
export function harden(app: App, { baseline }: { readonly baseline?: string } = { baseline: BASELINE }): void {
  PropertyInjectors.of(app).add(new SecureBucketBlueprint(), new SecureFunctionBlueprint());
  for (const mixin of [new SecureBucketMixin(), new SecureFunctionMixin()]) Aspects.of(app).add(Shims.asAspect(mixin));

  const waivers = Waivers.of(app);
  waivers.add({
    path: 'Invoices/Archive',
    ruleId: 'BUCKET-07',
    reason: 'Every version of an invoice is kept for ten years by law; nothing in the archive may expire by itself',
    approvedBy: 'accounting',
  });
  for (const path of ['Invoices/Documents', 'Invoices/Archive']) {
    waivers.add({
      path,
      ruleId: 'BUCKET-04',
      reason: 'S3 encrypts with its own key; a key of ours needs 2 million objects to be copied, which is planned',
      ticket: 'INV-311',
      expires: '2027-06-30',
    });
  }
  SecurityGate.enforce(app, { baseline, strictWaivers: true });
}
