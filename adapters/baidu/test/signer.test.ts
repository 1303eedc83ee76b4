import { Auth } from '@baiducloud/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { authorize, canonicalHeaders, canonicalQuery, encodePath, timestamp } from '../src/signer.ts';
import recorded from './fixtures/signature-vectors.json' with { type: 'json' };

const method = z.enum(['GET', 'POST', 'PUT', 'DELETE']);

const vectors = recorded.vectors.map(({ id, title, inputs, expected }) => ({
  id,
  title,
  expected,
  credentials: { accessKeyId: inputs.accessKeyId, secretAccessKey: inputs.secretAccessKey },
  signable: {
    method: method.parse(inputs.method),
    path: inputs.pathDecoded,
    query: inputs.query.map(([key, value]) => [key ?? '', value ?? ''] as const),
    headers: z.record(z.string(), z.string()).parse(inputs.headers),
  },
  validity: {
    date: inputs.timestamp,
    lifetime: inputs.expirationSeconds,
    ...(inputs.headersToSign !== null && { signed: inputs.headersToSign }),
  },
}));

describe('a known answer of bce-auth-v1', () => {
  test.each(vectors)('$id is reproduced: $title', ({ signable, credentials, validity, expected }) => {
    expect(authorize(signable, credentials, validity)).toBe(expected.authorization);
  });

  test.each(vectors)('$id has the same canonical parts', ({ signable, validity, expected }) => {
    expect(encodePath(signable.path)).toBe(expected.canonicalUri);
    expect(canonicalQuery(signable.query)).toBe(expected.canonicalQueryString);
    expect(canonicalHeaders(signable.headers, validity.signed)).toEqual(expected.canonicalHeaders);
  });
});

describe('a signature', () => {
  const [vector] = vectors;
  const sign = (secretAccessKey: string) =>
    vector && authorize(vector.signable, { ...vector.credentials, secretAccessKey }, vector.validity);

  test('depends on the secret and never shows it', () => {
    expect(sign('one-secret')).not.toBe(sign('other-secret'));
    expect(sign('one-secret')).not.toContain('one-secret');
  });

  test('holds for half an hour unless told otherwise', () => {
    const { signable, credentials } = vector ?? { signable: undefined, credentials: undefined };
    if (!signable || !credentials) throw new Error('the fixture is empty');
    expect(authorize(signable, credentials, { date: timestamp(0) })).toContain('/1970-01-01T00:00:00Z/1800/');
  });
});

describe('any request', () => {
  const keys = { accessKeyId: 'ak', secretAccessKey: 'sk' };
  const official = new Auth(keys.accessKeyId, keys.secretAccessKey);
  const names = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.~'), minLength: 1, maxLength: 8 });
  const values = fc.string({ unit: 'binary-ascii' }).filter((value) => value.trim() === value);
  const texts = fc.string({ unit: 'grapheme' });

  test('is signed as the official client signs it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
        fc.dictionary(names, texts),
        values,
        fc.integer({ min: 1, max: 4_000_000_000 }),
        (verb, query, value, second) => {
          const headers = { host: 'bcc.bj.baidubce.com', 'x-bce-token': value };
          const signable = {
            method: method.parse(verb),
            path: '/v1/nat/nat-1',
            query: Object.entries(query),
            headers,
          };
          const signed = ['host', 'x-bce-token'];
          expect(authorize(signable, keys, { date: timestamp(second * 1000), signed })).toBe(
            official.generateAuthorization(verb, '/v1/nat/nat-1', query, headers, second, 1800, signed),
          );
        },
      ),
    );
  });
});
