import type { WireResponse } from './wire.ts';

const decoders = {
  gzip: 'gunzipSync',
  'x-gzip': 'gunzipSync',
  deflate: 'inflateSync',
  br: 'brotliDecompressSync',
} as const;

/**
 * The bytes the cloud meant. Compression is never asked for, since it costs more than it saves on answers this small, but a proxy
 * on the way may compress all the same. Throws a plain error for an unknown encoding and for content that unfolds past the limit.
 */
export async function inflate({ headers, body }: WireResponse, limit: number): Promise<Uint8Array> {
  const encoding = headers['content-encoding']?.trim().toLowerCase() || 'identity';
  if (encoding === 'identity') return body;
  if (!isKnown(encoding)) throw new Error(`unexpected content encoding ${encoding}`);
  const zlib = await import('node:zlib');
  return zlib[decoders[encoding]](body, { maxOutputLength: limit });
}

const isKnown = (encoding: string): encoding is keyof typeof decoders => Object.hasOwn(decoders, encoding);
