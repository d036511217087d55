import { Aws, Fn, Names } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';

/** Each level is a source of its own; the higher ones do not hold the lower ones' records. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  ERROR: ['ERROR'],
  INFO: ['ERROR', 'INFO'],
  TRACE: ['ERROR', 'INFO', 'TRACE'],
};

/**
 * Delivers what a bus logs to a log group of its own: `LogConfig` alone writes nothing anywhere. Below `/aws/vendedlogs/` all
 * groups share one policy, of which an account has ten ("Configuring logs for event buses", EventBridge user guide; "Enable
 * logging from AWS services", CloudWatch Logs user guide).
 */
export function deliverLogs(bus: EventBus, level: string): SecureLogGroup | undefined {
  const levels = SOURCES[level] ?? [];
  if (levels.length === 0) return undefined;
  // the group outlives its stack: the stack's own id keeps a second life from meeting the first
  const name = `${Names.uniqueResourceName(bus, { maxLength: 40, separator: '-' })}-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`;
  const group = new SecureLogGroup(bus, 'Logs', { logGroupName: `/aws/vendedlogs/events/event-bus/${name}` });
  partOfParent(group);
  const unique = (maxLength: number) => Names.uniqueResourceName(bus, { maxLength, separator: '-' });
  const destination = new CfnDeliveryDestination(bus, 'LogDestination', {
    name: unique(50),
    destinationResourceArn: group.logGroupArn,
    outputFormat: 'json',
  });
  let before: CfnDelivery | undefined;
  for (const one of levels) {
    const source = new CfnDeliverySource(bus, `${one}Source`, {
      name: `${unique(50)}-${one}`,
      logType: `${one}_LOGS`,
      resourceArn: bus.eventBusArn,
    });
    const delivery = new CfnDelivery(bus, `${one}Delivery`, {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
    });
    delivery.node.addDependency(source);
    // one at a time: deliveries to the same destination are refused while another is being made
    if (before) delivery.node.addDependency(before);
    before = delivery;
  }
  return group;
}
