import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, IConstruct } from 'constructs';
import { owns } from '../core/gate-state';
import { EDGE_REGION, outsideEdgeRegion } from '../edge/edge-region';

/**
 * What is written of each request. Cookies and the query are left out, since tokens stand in them; the web ACL's own logs have
 * the query, without tokens. ("Standard logging reference", CloudFront developer guide.)
 */
const FIELDS = [
  ...['date', 'time', 'x-edge-location', 'sc-bytes', 'c-ip', 'cs-method', 'cs(Host)', 'cs-uri-stem', 'sc-status'],
  ...['cs(User-Agent)', 'x-edge-result-type', 'x-edge-request-id', 'x-host-header', 'cs-protocol', 'cs-bytes'],
  ...['time-taken', 'x-forwarded-for', 'ssl-protocol', 'ssl-cipher', 'x-edge-response-result-type'],
  ...['cs-protocol-version', 'c-port', 'time-to-first-byte', 'x-edge-detailed-result-type', 'sc-content-type'],
];

/** @throws when the stack is not known to be in us-east-1: nowhere else CloudFront's logs can be delivered from. */
export function checkLogRegion(scope: IConstruct, path: string): void {
  const elsewhere = outsideEdgeRegion(scope);
  if (elsewhere === undefined) return;
  throw new Error(
    `SITE-10: expected '${path}' in ${EDGE_REGION}, the one region that delivers the logs of CloudFront, got ${elsewhere}; ` +
      `make it in a stack of its own with env: { region: '${EDGE_REGION}' } (CloudFront is everywhere; the rest of the app may stay), ` +
      "or say who logs it with waivers: [{ ruleId: 'SITE-10', reason: '…' }]",
  );
}

/**
 * Delivers the access logs of a distribution to a bucket, by bucket policy. Not through the L2's own prop, which needs ACLs
 * in the bucket that takes them.
 */
export function deliverAccessLogs(distribution: Distribution, target: IBucket): void {
  takeDeliveries(target);
  const name = Names.uniqueResourceName(distribution, { maxLength: 60, separator: '-' });
  const source = new CfnDeliverySource(distribution, 'LogSource', {
    name,
    logType: 'ACCESS_LOGS',
    resourceArn: distribution.distributionArn,
  });
  const destination = new CfnDeliveryDestination(distribution, 'LogDestination', {
    name,
    destinationResourceArn: target.bucketArn,
    outputFormat: 'json',
  });
  const [scope, id] = placeOfDelivery(distribution, target);
  const delivery = new CfnDelivery(scope, id, {
    deliverySourceName: source.ref,
    deliveryDestinationArn: destination.attrArn,
    recordFields: FIELDS,
  });
  // who makes a delivery is asked whether the bucket takes it
  if (target.policy) delivery.node.addDependency(target.policy);
  if (scope !== distribution) owns(distribution, delivery);
}

/**
 * The delivery waits for the policy of the target, and that policy names the buckets of nested stacks: within a nested stack it
 * would wait for itself. So it stands beside the policy, in the stack around.
 */
function placeOfDelivery(distribution: Distribution, target: IBucket): [scope: Construct, id: string] {
  const [own, theirs] = [Stack.of(distribution), Stack.of(target)];
  for (let around = own.nestedStackParent; around && target.policy; around = around.nestedStackParent) {
    if (around === theirs) return [theirs, `LogDelivery${Names.uniqueResourceName(distribution, { maxLength: 120 })}`];
  }
  return [distribution, 'LogDelivery'];
}

/** As AWS writes it: "Logs sent to Amazon S3", CloudWatch Logs user guide. Said twice, a policy holds it once. */
function takeDeliveries(target: IBucket): void {
  const stack = Stack.of(target);
  const everySource = stack.formatArn({
    service: 'logs',
    region: EDGE_REGION,
    resource: 'delivery-source',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  target.addToResourcePolicy(
    new PolicyStatement({
      sid: 'TakeDeliveredLogs',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [target.arnForObjects(`AWSLogs/${stack.account}/*`)],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account, 's3:x-amz-acl': 'bucket-owner-full-control' },
        ArnLike: { 'aws:SourceArn': everySource },
      },
    }),
  );
}
