/** All that stands in the log groups of the emulator: group → text. */
export async function allLogs(endpoint: string): Promise<Record<string, string>> {
  const { logGroups } = await ask(endpoint, 'DescribeLogGroups', {});
  const found: Record<string, string> = {};
  for (const { logGroupName } of logGroups) {
    const { events } = await ask(endpoint, 'FilterLogEvents', { logGroupName, limit: 10_000 });
    found[logGroupName] = events.map(({ message }: any) => message).join('\n');
  }
  return found;
}

async function ask(endpoint: string, action: string, parameters: object): Promise<any> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${action}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/logs/aws4_request',
    },
    body: JSON.stringify(parameters),
  });
  return response.json();
}
