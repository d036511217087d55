/** Gets the body at an address. Tests bring their own. */
export type Fetch = (address: string) => Promise<ArrayBuffer>;

const MILLISECONDS = 2000;
const LARGEST = 65_536;

/** The keys of an issuer, over TLS, in bounded time and size, from the address that was configured and no other. */
export async function fetchKeys(address: string): Promise<ArrayBuffer> {
  if (new URL(address).protocol !== 'https:') throw new Error('keys come over https only');
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(MILLISECONDS) });
  if (!response.ok || !response.body) throw new Error(`the issuer answered ${response.status}`);
  return bounded(response.body, LARGEST);
}

/** Reads a stream up to a size; what is longer is not keys. */
export async function bounded(body: AsyncIterable<Uint8Array>, most: number): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > most) throw new Error(`the issuer sent more than ${most} bytes`);
    chunks.push(chunk);
  }
  const all = Buffer.concat(chunks);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) as ArrayBuffer;
}
