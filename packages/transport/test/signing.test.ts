import { NatError } from '@polynat/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalQuery, hash, hmac, hmacBytes, percentEncode } from '../src/index.ts';

const wellFormed = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Surrogate}/u.test(text));

describe('percentEncode', () => {
  it.each([
    ["!'()*", '%21%27%28%29%2A'],
    [' +/%=&', '%20%2B%2F%25%3D%26'],
    ['aZ09-._~', 'aZ09-._~'],
    ['网关', '%E7%BD%91%E5%85%B3'],
    ['😀', '%F0%9F%98%80'],
  ])('spells %s as RFC 3986 does', (text, encoded) => {
    expect(percentEncode(text)).toBe(encoded);
  });

  it('leaves only unreserved characters and loses nothing', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        const encoded = percentEncode(text);
        expect(encoded).toMatch(/^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encoded)).toBe(text);
      }),
    );
  });

  it('refuses half a character rather than signing another text than is sent', () => {
    const encode = () => percentEncode('name \uD83D');
    expect(encode).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    expect(encode).toThrow(NatError);
  });
});

describe('canonicalQuery', () => {
  it('sorts by name as signatures want it', () => {
    const parameters = { 'Tag.10.Key': 'b', 'Tag.1.Key': 'a', action: 'z', Action: 'X y' };
    expect(canonicalQuery(parameters)).toBe('Action=X%20y&Tag.1.Key=a&Tag.10.Key=b&action=z');
  });

  it('gives the same text whatever order the parameters came in', () => {
    const parameters = fc.dictionary(fc.string({ minLength: 1 }), fc.string());
    fc.assert(
      fc.property(parameters, (given) => {
        const turned = Object.fromEntries(Object.entries(given).reverse());
        expect(canonicalQuery(turned)).toBe(canonicalQuery(given));
      }),
    );
  });
});

describe('digests', () => {
  it('agree with RFC 2202 and RFC 4231', () => {
    expect(hmac('sha1', 'Jefe', 'what do ya want for nothing?', 'hex')).toBe(
      'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    );
    expect(hmac('sha256', 'Jefe', 'what do ya want for nothing?', 'hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    expect(hmac('sha256', 'Jefe', 'what do ya want for nothing?', 'base64')).toBe(
      'W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=',
    );
  });

  it('hash the empty text as FIPS 180-4 says', () => {
    expect(hash('sha256', '', 'hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(hash('sha1', '', 'base64')).toBe('2jmj7l5rSw0yVb/vlWAYkK/YBwk=');
  });

  it('derive one key from another by its bytes', () => {
    const derived = hmacBytes('sha256', 'TC3secret', '2019-02-25');
    expect(hmac('sha256', derived, 'cvm', 'hex')).toHaveLength(64);
    expect(Buffer.from(derived).toString('hex')).toBe(hmac('sha256', 'TC3secret', '2019-02-25', 'hex'));
  });
});
