import { createHmac } from 'node:crypto';
import type { Url } from './url.ts';

/** bce-auth-v1 as https://cloud.baidu.com/doc/Reference/s/njwvz1yfu describes it, from the receiving side. */

/** What the signature covers. Header names are lower-case. */
export interface SignedParts {
  readonly method: string;
  readonly url: Url;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of the signed headers; empty means the default set. */
  readonly signedHeaders: readonly string[];
}

const DEFAULT_HEADERS: readonly string[] = ['host', 'content-length', 'content-type', 'content-md5'];

export function signatureOf(secret: string, prefix: string, parts: SignedParts): string {
  // The hexadecimal text of the first digest is the key of the second, not the bytes it stands for.
  return digest(digest(secret, prefix), canonicalRequest(parts));
}

export function canonicalRequest({ method, url, headers, signedHeaders }: SignedParts): string {
  return [method, canonicalPath(url), canonicalQuery(url), canonicalHeaders(headers, signedHeaders)].join(
    '\n',
  );
}

function digest(key: string, message: string): string {
  return createHmac('sha256', key).update(message).digest('hex');
}

function canonicalPath({ segments }: Url): string {
  return `/${segments.map((segment) => segment.split('/').map(encode).join('/')).join('/')}`;
}

function canonicalQuery({ parameters }: Url): string {
  return parameters
    .filter(([name]) => name.toLowerCase() !== 'authorization')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

/** Names that are listed but missing or empty are left out, as every official client does. */
function canonicalHeaders(headers: SignedParts['headers'], signedHeaders: readonly string[]): string {
  const isDefault = (name: string) => DEFAULT_HEADERS.includes(name) || name.startsWith('x-bce-');
  const names = signedHeaders.length > 0 ? signedHeaders : Object.keys(headers).filter(isDefault);
  return [...new Set(names)]
    .map((name) => [name, headers[name]?.trim() ?? ''] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${encode(name)}:${encode(value)}`)
    .sort()
    .join('\n');
}

/** Like encodeURIComponent, but for the five characters that one leaves alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
