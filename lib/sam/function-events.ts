import type { Apis } from './apis';
import type { Target } from './function';
import { isGiven, isPlainMap, Properties } from './intrinsic-shapes';
import { endingIn } from './logical-ids';
import { POLLED, writePolled } from './poll-events';
import { CALLERS } from './push-events';
import type { GeneratedRole } from './role';
import { writeScheduleV2 } from './schedule-v2';
import { join, SamResource } from './sam-resource';

/** One entry of `Events`. */
export interface SamEvent {
  readonly name: string;
  readonly type: string;
  /** Of the generated resource: the function's logical id and the event's. */
  readonly logicalId: string;
  readonly properties: Properties;
  /** `Events.Get`, for findings. */
  readonly at: string;
}

/** The events that can be read; the others block. */
export function eventsOf(sam: SamResource): SamEvent[] {
  const events = sam.map(sam.properties.Events, 'Events') ?? {};
  return Object.entries(events).flatMap(([name, event]): SamEvent[] => {
    const at = join('Events', name);
    if (!isPlainMap(event) || typeof event.Type !== 'string') {
      sam.block(at, 'no event with a Type');
      return [];
    }
    const strange = Object.keys(event).find((key) => key !== 'Type' && key !== 'Properties');
    if (strange !== undefined) sam.block(join(at, strange), 'a property that is not known here');
    const properties = sam.map(event.Properties, join(at, 'Properties'));
    if (!properties && isGiven(event.Properties)) return [];
    return [{ name, type: event.Type, logicalId: `${sam.id}${name}`, properties: properties ?? {}, at }];
  });
}

export function writeFunctionEvents(target: Target, role: GeneratedRole, apis: Apis): void {
  for (const event of eventsOf(target.function)) {
    if (event.type === 'Api') apis.addFunctionRoute(target, event);
    else if (event.type === 'HttpApi') apis.addHttpRoute(target, event);
    else if (event.type === 'ScheduleV2') writeScheduleV2(target.function, event, 'Lambda', target.arn);
    else if (Object.hasOwn(POLLED, event.type)) writePolled(target, role, event);
    else if (Object.hasOwn(CALLERS, event.type)) CALLERS[event.type](target, event);
    else target.function.block(event.at, `an event of type ${event.type}, which is not known here`);
  }
}

/** Lets a service call the function. */
export function permit(target: Target, event: SamEvent, principal: string, source: Properties, suffix = ''): string {
  const logicalId = endingIn(`${event.logicalId}Permission`, suffix);
  const properties = { Action: 'lambda:InvokeFunction', FunctionName: target.name, Principal: principal, ...source };
  target.function.generate(logicalId, 'AWS::Lambda::Permission', properties, event.at);
  return logicalId;
}
