import { describe, expect, test } from 'vitest';
import { authenticate } from '../../src/clouds/baidu/authentication.ts';
import { canonicalRequest } from '../../src/clouds/baidu/signature.ts';
import { readUrl } from '../../src/clouds/baidu/url.ts';
import type { HttpRequest } from '../../src/http.ts';
import fixture from '../fixtures/baidu/signature-vectors.json' with { type: 'json' };

interface Signed {
  readonly name: string;
  readonly request: HttpRequest;
  readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly canonicalRequest: string;
}

const { captured } = fixture;

const vectors: readonly Signed[] = fixture.vectors.flatMap((vector) =>
  vector.authorizations.map((authorization, index) => ({
    name: `${vector.id}.${index + 1} ${vector.title}`,
    request: { ...vector, headers: { ...textFields(vector.headers), authorization }, body: '' },
    key: vector,
    canonicalRequest: vector.canonicalRequest,
  })),
);

const wireRequests: readonly Signed[] = captured.requests.map((request) => ({
  name: `${request.id} of ${request.client}`,
  request: { ...request, headers: textFields(request.headers) },
  key: captured,
  canonicalRequest: request.canonicalRequest,
}));

/** The JSON module's type has every header of any vector in each of them. */
function textFields(headers: object): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => typeof value === 'string'));
}

function dateOf({ headers }: HttpRequest): number {
  return Date.parse(/\d{4}-\d\d-\d\dT[\d:]+Z/.exec(headers.authorization ?? '')?.[0] ?? '');
}

function verify(signed: Signed, request = signed.request) {
  const url = readUrl(request.path, request.query);
  const findKey = (id: string) => (id === signed.key.accessKeyId ? signed.key : undefined);
  return authenticate(request, url, { findKey, now: dateOf(signed.request), clockTolerance: 1_800_000 });
}

describe('the published and the captured signatures', () => {
  test.each([...vectors, ...wireRequests])('verify: $name', (signed) => {
    expect(verify(signed).accessKeyId).toBe(signed.key.accessKeyId);
  });

  test.each([...vectors, ...wireRequests])('have the documented canonical request: $name', (signed) => {
    const { method, path, query, headers } = signed.request;
    const names = headers.authorization?.split('/').at(-2) ?? '';
    const signedHeaders = names.split(';').filter(Boolean);

    const canonical = canonicalRequest({ method, url: readUrl(path, query), headers, signedHeaders });

    expect(canonical).toBe(signed.canonicalRequest);
  });
});

const FLIPPED_BITS = [1, 2, 32] as const;

/** Every variant of a text with one bit of one character flipped. */
function* flips(text: string): Generator<string> {
  for (let index = 0; index < text.length; index += 1) {
    for (const bit of FLIPPED_BITS) {
      const flipped = String.fromCharCode(text.charCodeAt(index) ^ bit);
      yield text.slice(0, index) + flipped + text.slice(index + 1);
    }
  }
}

/** Whether two spellings ask for the same, as %2d and %2D do. */
function meaningOf(path: string, query: string): string {
  try {
    const parts = query.split('&').filter(Boolean).map(decodeURIComponent);
    return JSON.stringify([decodeURIComponent(path), parts.map((part) => part.replace(/=$/, '')).sort()]);
  } catch {
    return 'unreadable';
  }
}

function* tamperedRequests({ request, canonicalRequest: canonical }: Signed): Generator<HttpRequest> {
  const { method, path, query, headers } = request;
  for (const other of flips(method)) yield { ...request, method: other };
  for (const other of flips(path)) yield { ...request, path: other };
  const compared = query.replace(/&?authorization=[^&]*/, '');
  for (const other of flips(compared)) {
    if (meaningOf(path, other) !== meaningOf(path, compared)) yield { ...request, query: other };
  }
  const signed = canonical.split('\n').slice(3);
  for (const name of signed.map((line) => line.split(':')[0] ?? '')) {
    const value = (headers[name] ?? '').trim();
    for (const other of flips(value)) yield { ...request, headers: { ...headers, [name]: other } };
  }
  for (const other of flips(headers.authorization ?? '')) {
    yield { ...request, headers: { ...headers, authorization: other } };
  }
}

describe('a flipped bit anywhere', () => {
  test.each([...vectors, ...wireRequests])('is noticed: $name', (signed) => {
    const accepted = [...tamperedRequests(signed)].filter((request) => {
      try {
        return verify(signed, request) !== undefined;
      } catch {
        return false;
      }
    });

    expect(accepted).toEqual([]);
  });
});
