/** @throws when the deployment forgot it: better at the first call than with half of the work done */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`expected environment variable ${name} to be set, got none`);
  return value;
}
