import {
  authorize,
  canonicalRequest,
  dateOf,
  type HeaderRequest,
  signingKey,
  type TencentCredentials,
} from '@polynat/tencent';
import { hmac } from '@polynat/transport';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { signParameters, sourceOf } from '../src/signer.ts';
import recorded from './fixtures/signature-vectors.json' with { type: 'json' };

const method = z.enum(['GET', 'POST']);
const signatureMethod = z.enum(['HmacSHA1', 'HmacSHA256']);
const parameters = z.record(z.string(), z.string());

const vectors = recorded.v2.map((vector) => ({
  ...vector,
  method: method.parse(vector.method),
  algorithm: signatureMethod.parse(vector.algorithm),
  parameters: parameters.parse(vector.flatParams),
}));

/** Keys of published samples are kept in parts, so that nobody's scanner takes them for real ones. */
const published = recorded.v2Published.map(({ secretIdParts, secretKeyParts, flatParams, ...vector }) => ({
  ...vector,
  method: method.parse(vector.method),
  algorithm: signatureMethod.parse(vector.algorithm),
  parameters: { ...parameters.parse(flatParams), SecretId: secretIdParts.join('') },
  secretKey: secretKeyParts.join(''),
}));

describe('a known answer of version 2', () => {
  test.each(vectors)('$name is reproduced: $notes', ({ secretKey, algorithm, ...vector }) => {
    expect(sourceOf(vector)).toBe(vector.sourceString);
    expect(signParameters(vector, secretKey, algorithm)).toBe(vector.signature);
  });

  test.each(published)('$name, published, is reproduced', ({ secretKey, algorithm, ...vector }) => {
    expect(signParameters(vector, secretKey, algorithm)).toBe(vector.signature);
  });

  test.each(recorded.v2Missorted)(
    '$name is what its page prints only without sorting',
    ({ secretIdParts, secretKeyParts, ...vector }) => {
      const secretKey = secretKeyParts.join('');
      const secretId = secretIdParts.join('');
      const printed = vector.sourceStringTemplateAsPrinted.replace('{secretId}', secretId);
      expect(hmac('sha1', secretKey, printed, 'base64')).toBe(vector.signatureAsPrinted);
      const [head = '', query = ''] = printed.split('?');
      const host = head.replace(/^GET|\/.*$/g, '');
      const signed = {
        method: 'GET',
        host,
        path: '/v2/index.php',
        parameters: Object.fromEntries(new URLSearchParams(query)),
      } as const;
      expect(signParameters(signed, secretKey)).toBe(vector.correctlySortedSignature);
    },
  );
});

const requests = recorded.tc3.map(({ url, requestHeaders, body, ...vector }) => ({
  ...vector,
  request: {
    method: method.parse(vector.method),
    host: vector.host,
    path: new URL(url).pathname,
    query: new URL(url).search.slice(1),
    contentType: requestHeaders['Content-Type'],
    body: body ?? '',
  },
}));

function authorization(
  request: HeaderRequest,
  { secretId, secretKey }: TencentCredentials,
  { service, timestamp }: { readonly service: string; readonly timestamp: number },
): string {
  const scope = { service, date: dateOf(timestamp) };
  return authorize(request, { ...scope, secretId, key: signingKey(secretKey, scope), timestamp });
}

describe('a known answer of version 3', () => {
  test.each(requests)('$name is reproduced: $notes', ({ request, secretId, secretKey, ...vector }) => {
    expect(canonicalRequest(request)).toBe(vector.canonicalRequest);
    expect(authorization(request, { secretId, secretKey }, vector)).toBe(vector.authorization);
  });

  test.each(recorded.tc3Published)('$name, published, is reproduced', (vector) => {
    const keys = { secretId: vector.secretIdParts.join(''), secretKey: vector.secretKeyParts.join('') };
    const { host, contentType, body } = vector;
    const request = { method: 'POST', host, path: '/', query: '', contentType, body } as const;
    expect(authorization(request, keys, vector)).toContain(`Signature=${vector.signature}`);
  });
});

describe('a signature', () => {
  const [vector] = vectors;
  const [other] = requests;
  if (!vector || !other) throw new Error('the fixture is empty');

  test('of either version depends on the secret and never shows it', () => {
    expect(signParameters(vector, 'one-secret')).not.toBe(signParameters(vector, 'other-secret'));
    const header = authorization(other.request, { secretId: 'id', secretKey: 'one-secret' }, other);
    expect(header).not.toContain('one-secret');
    expect(header).not.toBe(
      authorization(other.request, { secretId: 'id', secretKey: 'other-secret' }, other),
    );
  });

  test('of version 2 covers the host that is called', () => {
    const elsewhere = { ...vector, host: 'vpc.api.qcloud.com' };
    expect(signParameters(elsewhere, vector.secretKey)).not.toBe(vector.signature);
  });
});
