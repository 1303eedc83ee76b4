import { hmac, type Method, percentEncode } from '@polynat/transport';

/** Keys of a Baidu AI Cloud account; temporary ones come with a session token. */
export interface BaiduCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What of a request takes part in its signature. The body does not. */
export interface Signable {
  readonly method: Method;
  /** Decoded, absolute. */
  readonly path: string;
  /** Decoded; a key without a value has the value `''`. */
  readonly query: readonly (readonly [key: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
}

export interface Validity {
  /** From when it holds: a second in UTC, such as `2018-07-09T02:47:39Z`, and the same text as in `x-bce-date`. */
  readonly date: string;
  /** Seconds the signature is good for; every official client says 1800. */
  readonly lifetime?: number;
  /** Headers to sign, all in lower case; left out, the set the document names. */
  readonly signed?: readonly string[];
}

const usual = /^(?:host|content-length|content-type|content-md5|x-bce-.*)$/;

/** The `Authorization` header of bce-auth-v1, https://cloud.baidu.com/doc/Reference/s/njwvz1yfu */
export function authorize(
  { method, path, query, headers }: Signable,
  { accessKeyId, secretAccessKey }: BaiduCredentials,
  { date, lifetime = 1800, signed }: Validity,
): string {
  const prefix = `bce-auth-v1/${accessKeyId}/${date}/${lifetime}`;
  const lines = canonicalHeaders(headers, signed);
  const canonical = [method, encodePath(path), canonicalQuery(query), lines.join('\n')].join('\n');
  const signature = hmac('sha256', signingKeyOf(secretAccessKey, prefix), canonical, 'hex');
  return `${prefix}/${lines.map(nameOf).join(';')}/${signature}`;
}

let recent = { secret: '', prefix: '', key: '' };

/** The hex text of the first round, not its bytes, is the key of the second. Calls of one second share it. */
function signingKeyOf(secret: string, prefix: string): string {
  if (recent.prefix !== prefix || recent.secret !== secret)
    recent = { secret, prefix, key: hmac('sha256', secret, prefix, 'hex') };
  return recent.key;
}

/** Milliseconds since 1970 as a second in UTC. */
export const timestamp = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** Finished `key=value` texts are sorted, not keys: `name-x=` comes before `name=`. */
export function canonicalQuery(query: Signable['query']): string {
  return query
    .filter(([key]) => key.toLowerCase() !== 'authorization')
    .map(([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`)
    .sort()
    .join('&');
}

export function canonicalHeaders(
  headers: Signable['headers'],
  signed?: readonly string[],
): readonly string[] {
  const takesPart = (name: string) => signed?.includes(name) ?? usual.test(name);
  return Object.entries(headers)
    .map(([name, value]) => [name.trim().toLowerCase(), value.trim()] as const)
    .filter(([name, value]) => value !== '' && takesPart(name))
    .map(([name, value]) => `${percentEncode(name)}:${percentEncode(value)}`)
    .sort();
}

const nameOf = (line: string): string => line.slice(0, line.indexOf(':'));

export const encodePath = (path: string): string => path.split('/').map(percentEncode).join('/');
