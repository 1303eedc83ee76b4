import { Refusal } from '../refusal.ts';

export interface GuardOptions {
  /** Names under which the server may be called, without port; those of this machine when left out. */
  readonly hosts?: readonly string[];
  /** Origins of other pages that may call it, such as `https://portal.example.com`. */
  readonly origins?: readonly string[];
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

export const isLoopback = (host: string): boolean => loopback.includes(host) || host === '::1';

/** Refuses what a foreign page sends from the browser of somebody who is signed in, also under a name that it made point here. */
export function guardPlace(request: Request, { hosts = loopback, origins = [] }: GuardOptions): void {
  const url = new URL(request.url);
  const asked = request.headers.get('host');
  const names = [url.hostname, ...(asked === null ? [] : [hostnameIn(asked)])];
  const foreign = names.find((name) => !hosts.includes(name));
  if (foreign !== undefined)
    throw new Refusal(421, 'forbidden', `this server is not called "${printable(foreign)}"`, {
      field: 'Host',
      remedy: 'call it by its name, or name the host in `hosts`',
    });
  const origin = request.headers.get('origin');
  if (origin === null || origins.includes(origin) || isOwn(origin, asked ?? url.host, url.protocol)) return;
  throw new Refusal(403, 'forbidden', `pages of ${printable(origin)} may not call this server`, {
    field: 'Origin',
    remedy: 'name the origin in `origins`',
  });
}

function hostnameIn(host: string): string {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return host;
  }
}

/** A proxy in front may speak https for a server that does not. */
const isOwn = (origin: string, host: string, protocol: string): boolean =>
  origin === `https://${host}` || (protocol === 'http:' && origin === `http://${host}`);

const printable = (text: string): string => text.replace(/[^\x21-\x7e]/g, '?').slice(0, 100);

const mostBytes = 1_000_000;

/** The body as JSON, read no further than a megabyte. */
export async function bodyOf(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new Refusal(415, 'invalid-argument', 'must be application/json', { field: 'Content-Type' });
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of chunksOf(request)) {
    size += part.byteLength;
    if (size > mostBytes) throw tooLarge();
    parts.push(part);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
  } catch {
    throw new Refusal(400, 'invalid-argument', 'is no JSON', { field: 'body', remedy: 'send a JSON object' });
  }
}

async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const tooLarge = (): Refusal =>
  new Refusal(413, 'invalid-argument', 'has more than 1 MB', { field: 'body', remedy: 'send less at once' });

/** What every answer carries. Pages of the server run its own scripts and styles alone. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
