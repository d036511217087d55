import { awsJson } from './aws-json';

/** All that stands in the log groups of the emulator: group → text. */
export async function allLogs(endpoint: string): Promise<Record<string, string>> {
  const ask = (action: string, parameters: object) => awsJson(endpoint, 'logs', `Logs_20140328.${action}`, parameters);
  const { logGroups } = await ask('DescribeLogGroups', {});
  const found: Record<string, string> = {};
  for (const { logGroupName } of logGroups) {
    const { events } = await ask('FilterLogEvents', { logGroupName, limit: 10_000 });
    found[logGroupName] = events.map(({ message }: any) => message).join('\n');
  }
  return found;
}
