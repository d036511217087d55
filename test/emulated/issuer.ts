import { spawnSync } from 'child_process';
import { createHmac, createSign, generateKeyPairSync, KeyObject } from 'crypto';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { createServer, Server } from 'https';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';

/** Why there can be no certificate on this machine; nothing when there can. */
export function certificatesUnavailable(): { readonly reason: string } | undefined {
  const { error, status } = spawnSync('openssl', ['version']);
  return error || status !== 0 ? { reason: 'openssl is not installed' } : undefined;
}

export type Claims = Readonly<Record<string, unknown>>;

/**
 * An OpenID Connect issuer on https://localhost, with a certificate of its own: who is to trust it gets `certificate` in
 * NODE_EXTRA_CA_CERTS, as one adds a company's authority. Nothing in the product is switched off for it.
 */
export class Issuer {
  public static async start(): Promise<Issuer> {
    const home = mkdtempSync(join(tmpdir(), 'issuer-'));
    const [key, certificate] = [join(home, 'key.pem'), join(home, 'certificate.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const made = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', certificate];
    const { status, stderr } = spawnSync('openssl', ['req', ...made, ...subject], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`);
    const issuer = new Issuer(home, certificate, readFileSync(key), readFileSync(certificate));
    await new Promise<void>((resolve, reject) => {
      issuer.server.once('error', reject);
      issuer.server.listen(0, 'localhost', resolve);
    });
    return issuer;
  }

  /** How often the keys were asked for. */
  public asked = 0;
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly server: Server;

  private constructor(
    private readonly home: string,
    public readonly certificate: string,
    key: Buffer,
    cert: Buffer,
  ) {
    this.server = createServer({ key, cert }, (request, response) => {
      if (request.url !== '/.well-known/jwks.json') return void response.writeHead(404).end();
      this.asked++;
      const jwk = { ...this.keys.publicKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'RS256' };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
    });
  }

  public get url(): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** The public key as everybody may have it. */
  public get publicPem(): string {
    return this.keys.publicKey.export({ format: 'pem', type: 'spki' }) as string;
  }

  /** A token of this issuer; header, key or signature as an attacker would have them. */
  public token(
    claims: Claims,
    { header = {}, key = this.keys.privateKey }: { header?: Claims; key?: KeyObject } = {},
  ): string {
    const unsigned = unsignedToken({ alg: 'RS256', typ: 'JWT', kid: 'key-1', ...header }, claims);
    return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key, 'base64url')}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.home, { recursive: true, force: true });
  }
}

export function unsignedToken(header: Claims, claims: Claims): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

/** Signed with a text for a secret, as HS256 does. */
export function hmacToken(header: Claims, claims: Claims, secret: string): string {
  const unsigned = unsignedToken(header, claims);
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}
