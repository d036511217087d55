import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { awsJson } from './aws-json';

/**
 * Stands in for AWS's Parameters and Secrets extension, which functions ask on localhost: passes the question on to the
 * emulator's Secrets Manager. It refuses a request without the token, as the real one does.
 */
export class SecretsExtension {
  public static async start(): Promise<SecretsExtension> {
    const extension = new SecretsExtension();
    await new Promise<void>((resolve, reject) => {
      extension.server.once('error', reject);
      extension.server.listen(0, '127.0.0.1', resolve);
    });
    return extension;
  }

  /** Where the emulator listens; set once it is up. */
  public endpoint = '';
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const secretId = url.searchParams.get('secretId');
      if (url.pathname !== '/secretsmanager/get' || !secretId || !request.headers['x-aws-parameters-secrets-token']) {
        response.writeHead(400).end();
        return;
      }
      void this.secret(secretId).then(
        (secret) => response.writeHead(200, { 'content-type': 'application/json' }).end(secret),
        () => response.writeHead(502).end(),
      );
    });
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async secret(SecretId: string): Promise<string> {
    const secret = await awsJson(this.endpoint, 'secretsmanager', 'secretsmanager.GetSecretValue', { SecretId });
    return JSON.stringify(secret);
  }
}
