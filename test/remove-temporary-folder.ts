import { rmSync } from 'fs';

export default function removeTemporaryFolder(): void {
  const folder = process.env.TMPDIR;
  if (folder?.includes('cdk-secure-serverless-')) rmSync(folder, { recursive: true, force: true });
}
