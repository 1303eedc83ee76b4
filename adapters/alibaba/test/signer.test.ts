import { describe, expect, it } from 'vitest';
import { sign, signature, stringToSign } from '../src/signer.ts';
import vectors from './fixtures/signature-vectors.json' with { type: 'json' };
import { parametersOf } from './scripted.ts';

const credentials = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };
const freshness = { instant: Date.UTC(2020, 8, 25, 8), nonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf' };

describe('the string to sign and its signature', () => {
  it.each(vectors.vectors)('agree with the official client for $id', (vector) => {
    expect(stringToSign(vector.method, vector.canonicalQuery)).toBe(vector.stringToSign);
    expect(signature(vector.method, vector.canonicalQuery, vector.accessKeySecret)).toBe(vector.signature);
  });

  it.each(vectors.published)('agree with what is published for $id', (vector) => {
    expect(stringToSign(vector.method, vector.canonicalQuery)).toBe(vector.stringToSign);
    expect(signature(vector.method, vector.canonicalQuery, vector.accessKeySecret)).toBe(
      vector.publishedSignature,
    );
  });

  it.each(vectors.claimsThatDoNotHold)(
    'do not reproduce the misprint $id',
    ({ claimedSignature, actualSignature }) => {
      expect(actualSignature).not.toBe(claimedSignature);
    },
  );
});

describe('a signed request', () => {
  it.each(vectors.vectors)('is, byte for byte, what the official client sends for $id', (vector) => {
    const {
      AccessKeyId,
      SecurityToken,
      SignatureNonce,
      Timestamp,
      SignatureMethod,
      SignatureVersion,
      ...parameters
    } = vector.signedParams as Record<string, string>;
    const request = sign(
      { method: vector.method === 'GET' ? 'GET' : 'POST', endpoint: 'https://vpc.aliyuncs.com', parameters },
      {
        accessKeyId: AccessKeyId ?? '',
        accessKeySecret: vector.accessKeySecret,
        ...(SecurityToken && { securityToken: SecurityToken }),
      },
      { instant: Date.parse(Timestamp ?? ''), nonce: SignatureNonce ?? '' },
    );
    const signed = `${vector.canonicalQuery}&Signature=${encodeURIComponent(vector.signature)}`;
    expect(request.body ?? request.url).toBe(
      vector.method === 'GET' ? `https://vpc.aliyuncs.com/?${signed}` : signed,
    );
  });

  it('reads with GET and everything in the query', () => {
    const request = sign(
      { method: 'GET', endpoint: 'http://127.0.0.1:8080', parameters: { Action: 'A' } },
      credentials,
      freshness,
    );
    expect(request).toMatchObject({
      method: 'GET',
      headers: {},
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:8080\/\?/),
    });
    expect(request.body).toBeUndefined();
  });

  it('writes with POST and everything in a form', () => {
    const request = sign(
      { method: 'POST', endpoint: 'https://vpc.aliyuncs.com', parameters: { Action: 'A' } },
      credentials,
      freshness,
    );
    expect(request).toMatchObject({
      url: 'https://vpc.aliyuncs.com/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: expect.stringMatching(/^AccessKeyId=testid&Action=A&.*&Signature=/),
    });
  });

  it('signs the security token of temporary keys', () => {
    const temporary = { ...credentials, securityToken: 'token+/=' };
    const request = sign(
      { method: 'GET', endpoint: 'https://vpc.aliyuncs.com', parameters: {} },
      temporary,
      freshness,
    );
    expect(parametersOf(request).SecurityToken).toBe('token+/=');
    expect(parametersOf(request).Signature).not.toBe(
      parametersOf(
        sign({ method: 'GET', endpoint: 'https://vpc.aliyuncs.com', parameters: {} }, credentials, freshness),
      ).Signature,
    );
  });

  it('keeps an empty value and signs it', () => {
    const request = sign(
      { method: 'GET', endpoint: 'https://vpc.aliyuncs.com', parameters: { Name: '' } },
      credentials,
      freshness,
    );
    expect(request.url).toContain('&Name=&');
  });
});
