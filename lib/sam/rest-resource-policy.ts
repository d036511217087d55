import { isGiven, isMap, Properties, sub } from './intrinsic-shapes';
import { inOrder } from './logical-ids';
import { ANY } from './open-api-paths';
import { join, SamResource } from './sam-resource';

const KNOWN: ReadonlySet<string> = new Set([
  ...['AwsAccountWhitelist', 'AwsAccountBlacklist', 'IpRangeWhitelist', 'IpRangeBlacklist', 'SourceVpcWhitelist'],
  ...['SourceVpcBlacklist', 'IntrinsicVpcWhitelist', 'IntrinsicVpceWhitelist', 'IntrinsicVpcBlacklist'],
  ...['IntrinsicVpceBlacklist', 'CustomStatements'],
]);

/** The resource policy that SAM writes into the document of an API. */
export class RestResourcePolicy {
  private readonly statements = new Map<string, unknown>();

  constructor(private readonly sam: SamResource) {}

  public get document(): Properties | undefined {
    if (this.statements.size === 0) return undefined;
    return { Version: '2012-10-17', Statement: [...this.statements.values()] };
  }

  /** For the verbs of one path. */
  public add(given: Properties, path: string, verbs: readonly string[], stage: unknown): void {
    const Resource = verbs.map((verb) => {
      const method = verb === ANY ? '*' : verb.toUpperCase();
      return sub(`execute-api:/\${__Stage__}/${method}${inPolicy(path)}`, { __Stage__: stage });
    });
    const statement = (Effect: string, Principal: unknown, Condition?: unknown) =>
      this.push({
        Effect,
        Action: 'execute-api:Invoke',
        Resource,
        Principal,
        ...(isGiven(Condition) && { Condition }),
      });
    const accounts = (Effect: string, list: unknown) => {
      if (isGiven(list)) statement(Effect, { AWS: Array.isArray(list) ? list : [list] });
    };
    const refuseWhen = (condition: Properties) => {
      statement('Allow', '*');
      statement('Deny', '*', condition);
    };
    const addresses = (operator: string, list: unknown) => {
      if (isGiven(list)) refuseWhen({ [operator]: { 'aws:SourceIp': Array.isArray(list) ? list : [list] } });
    };
    const networks = (operator: string, colour: string) => {
      const keys = this.networkKeys(given, colour);
      if (Object.keys(keys).length > 0) refuseWhen({ [operator]: keys });
    };
    accounts('Allow', given.AwsAccountWhitelist);
    accounts('Deny', given.AwsAccountBlacklist);
    addresses('NotIpAddress', given.IpRangeWhitelist);
    addresses('IpAddress', given.IpRangeBlacklist);
    networks('StringEquals', 'Blacklist');
    networks('StringNotEquals', 'Whitelist');
  }

  public addCustom(given: Properties): void {
    const { CustomStatements } = given;
    if (!isGiven(CustomStatements)) return;
    for (const one of Array.isArray(CustomStatements) ? CustomStatements : [CustomStatements]) this.push(one);
  }

  /** The settings, if they can be read. */
  public read(value: unknown, at: string): Properties | undefined {
    const given = this.sam.map(value, at);
    if (given) this.sam.knows(given, KNOWN, at);
    return given;
  }

  private networkKeys(given: Properties, colour: string): Properties {
    const plain: unknown = given[`SourceVpc${colour}`] ?? [];
    if (!Array.isArray(plain) || !plain.every((one) => typeof one === 'string')) {
      this.sam.block(join('Auth.ResourcePolicy', `SourceVpc${colour}`), 'no list of texts');
      return {};
    }
    const more = (kind: string): unknown[] => [given[`Intrinsic${kind}${colour}`] ?? []].flat();
    const vpcs = [...plain.filter((one) => one.startsWith('vpc-')), ...more('Vpc')];
    const endpoints = [...plain.filter((one) => one.startsWith('vpce-')), ...more('Vpce')];
    return {
      ...(vpcs.length > 0 && { 'aws:SourceVpc': vpcs }),
      ...(endpoints.length > 0 && { 'aws:SourceVpce': endpoints }),
    };
  }

  private push(statement: unknown): void {
    this.statements.set(isMap(statement) ? inOrder(statement) : String(this.statements.size), statement);
  }
}

/** A path as ARNs have it: `/orders/*` for `/orders/{id}`. */
export const inPolicy = (path: string): string => path.replace(/\{(?:[a-zA-Z0-9._-]+\+?|proxy\+)\}/g, '*');
