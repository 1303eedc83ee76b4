import type { WireRequestLike } from './wire-types.ts';

/** What a request says, without what changes from one signature to the next. */
export interface WireForm {
  readonly method: string;
  readonly path: string;
  /** Headers that name the operation, on APIs that put it there. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Parameters that make or carry a signature on one of the clouds, in lower case. */
const noise: ReadonlySet<string> = new Set([
  'accesskeyid',
  'secretid',
  'securitytoken',
  'token',
  'signature',
  'signaturemethod',
  'signaturenonce',
  'signaturetype',
  'signatureversion',
  'nonce',
  'timestamp',
]);

const tellingHeaders = ['x-acs-action', 'x-acs-version', 'x-tc-action', 'x-tc-version', 'x-tc-region'];

export function wireFormOf(request: WireRequestLike): WireForm {
  const { pathname, searchParams } = new URL(request.url);
  const query = parameters(searchParams);
  const headers = sorted(Object.entries(request.headers).filter(([name]) => tellingHeaders.includes(name)));
  const body = request.body ? bodyOf(request.body, request.headers['content-type']) : undefined;
  return {
    method: request.method,
    path: pathname,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(body !== undefined && { body }),
  };
}

function bodyOf(body: string, type = ''): unknown {
  if (type.includes('x-www-form-urlencoded')) return parameters(new URLSearchParams(body));
  try {
    return JSON.parse(body, mask);
  } catch {
    return body;
  }
}

const parameters = (search: URLSearchParams): Readonly<Record<string, string>> =>
  sorted(
    [...search]
      .filter(([name]) => !noise.has(name.toLowerCase()))
      .map(([name, value]) => [name, mask(name, value)]),
  );

const sorted = <V>(entries: readonly (readonly [string, V])[]): Readonly<Record<string, V>> =>
  Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));

/** That a token is sent matters, not which. */
const mask = <V>(name: string, value: V): V | '<token>' =>
  name.toLowerCase() === 'clienttoken' ? '<token>' : value;
