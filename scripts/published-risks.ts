/** A published risk, and the rows of our catalogue that answer it. The rules follow from those. */
export interface PublishedRisk {
  readonly title: string;
  readonly controls: readonly string[];
  /** What of it no rule can see. */
  readonly beyond?: string;
}

const SERVERLESS_INPUT = 'what the code does with its input, until the event guard is here';

/** "OWASP Top 10 (2017) Interpretation for Serverless", whose numbers are those of the OWASP Top 10 of 2017. */
export const OWASP_SERVERLESS: Readonly<Record<string, PublishedRisk>> = {
  'A1:2017': { title: 'injection', controls: ['B1', 'B7', 'B10'], beyond: SERVERLESS_INPUT },
  'A2:2017': { title: 'broken authentication', controls: ['C1', 'C2', 'C3', 'C6'] },
  'A3:2017': { title: 'sensitive data exposure', controls: ['D1', 'D2', 'D3', 'E1', 'E2', 'E3'] },
  'A4:2017': {
    title: 'XML external entities',
    controls: ['B1'],
    beyond: 'parsers of the code; a validated API takes JSON alone',
  },
  'A5:2017': { title: 'broken access control', controls: ['A1', 'A2', 'A3', 'A7', 'A9', 'C7'] },
  'A6:2017': { title: 'security misconfiguration', controls: ['A7', 'C4', 'E3', 'F1', 'F5', 'H5'] },
  'A7:2017': { title: 'cross-site scripting', controls: ['B7', 'E2'], beyond: 'what pages do with their input' },
  'A8:2017': { title: 'insecure deserialization', controls: ['B1'], beyond: SERVERLESS_INPUT },
  'A9:2017': { title: 'components with known vulnerabilities', controls: ['H1', 'H2', 'H4', 'H5', 'H6'] },
  'A10:2017': { title: 'insufficient logging and monitoring', controls: ['G1', 'G2', 'G8', 'G9', 'G10'] },
};

/** "The Ten Most Critical Security Risks in Serverless Architectures", PureSec. */
export const PURESEC: Readonly<Record<string, PublishedRisk>> = {
  'SAS-1': { title: 'function event data injection', controls: ['B1', 'B4', 'B7'], beyond: SERVERLESS_INPUT },
  'SAS-2': { title: 'broken authentication', controls: ['C1', 'C2', 'C4', 'C6', 'E3'] },
  'SAS-3': { title: 'insecure deployment configuration', controls: ['A7', 'E1', 'E2', 'E3', 'H5'] },
  'SAS-4': { title: 'over-privileged permissions and roles', controls: ['A1', 'A2', 'A3', 'A9'] },
  'SAS-5': { title: 'inadequate monitoring and logging', controls: ['G1', 'G2', 'G9', 'G10'] },
  'SAS-6': { title: 'insecure third-party dependencies', controls: ['H1', 'H2', 'H4', 'H6'] },
  'SAS-7': { title: 'insecure storage of application secrets', controls: ['D1', 'D2', 'D3'] },
  'SAS-8': { title: 'denial of service and of wallet', controls: ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F10'] },
  'SAS-9': { title: 'execution flow manipulation', controls: ['A10', 'B8', 'B9'] },
  'SAS-10': {
    title: 'improper exception handling, verbose errors',
    controls: ['I1'],
    beyond: 'what functions answer themselves, until the event guard is here',
  },
};
