import type { Resource } from '../core/assembly';
import { mentioning } from '../core/mentions';

/** Type → the property that names the queue whose messages it works on. */
const CONSUMERS: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn'],
  'AWS::Pipes::Pipe': ['Source'],
};

/** Whether a function or pipe of the app works on a queue. */
export const isConsumed = (queue: Resource): boolean =>
  mentioning(queue, CONSUMERS).some(
    (one) =>
      one.exists() && CONSUMERS[one.type].some((path) => queue.assembly.find(one.get(path), queue.type) === queue),
  );
