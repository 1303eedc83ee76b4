import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  acs3CanonicalRequest,
  acs3Signature,
  acs3StringToSign,
  sha256,
} from '../../src/clouds/alibaba/auth-acs3.ts';
import { rpcSignature, rpcStringToSign } from '../../src/clouds/alibaba/auth-rpc.ts';
import fixture from '../fixtures/alibaba/signature-vectors.json' with { type: 'json' };
import { acs3Request } from './acs3-caller.ts';
import { createBench, signedQuery } from './bench.ts';

const parameters = z.record(z.string(), z.string());

function sign(
  vector: { method: string; accessKeySecret: string },
  signed: ReadonlyMap<string, string>,
): string {
  return rpcSignature(rpcStringToSign(vector.method, signed), vector.accessKeySecret);
}

function read(signedParams: unknown): Map<string, string> {
  return new Map(Object.entries(parameters.parse(signedParams)));
}

/** The text with one bit of one character flipped. */
function flip(text: string, position: number, bit: number): string {
  const index = position % text.length;
  return (
    text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ (1 << bit)) + text.slice(index + 1)
  );
}

describe('signature 1.0', () => {
  test.each(fixture.vectors)('reproduces $id', (vector) => {
    const signed = read(vector.signedParams);
    expect(rpcStringToSign(vector.method, signed)).toBe(vector.stringToSign);
    expect(sign(vector, signed)).toBe(vector.signature);
  });

  test.each(fixture.published)('verifies $id as published', (vector) => {
    expect(sign(vector, read(vector.signedParams))).toBe(vector.signature);
  });

  test.each(fixture.printedButWrong)('does not verify $id, which is printed wrong', (vector) => {
    for (const secret of ['testsecret', 'testSecret']) {
      expect(rpcSignature(vector.stringToSign, secret)).not.toBe(vector.claimedSignature);
    }
  });

  test.each(fixture.vectors)('differs for $id with any one bit flipped in a name or a value', (vector) => {
    const signed = [...read(vector.signedParams)];
    const anywhere = fc.tuple(
      fc.nat(signed.length - 1),
      fc.boolean(),
      fc.nat(),
      fc.integer({ min: 0, max: 6 }),
    );
    fc.assert(
      fc.property(anywhere, ([index, inName, position, bit]) => {
        const [name = '', value = ''] = signed[index] ?? [];
        const flipped = inName
          ? [flip(name, position, bit), value]
          : [name, flip(value || '0', position, bit)];
        const others = signed.filter((_, other) => other !== index);
        const changed = new Map([...others, [flipped[0] ?? '', flipped[1] ?? '']]);
        expect(sign(vector, changed)).not.toBe(vector.signature);
      }),
      { numRuns: 200 },
    );
  });

  test('a request that decodes differently after one flipped bit is refused', () => {
    const { cloud, send } = createBench();
    let nonce = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 6 }), (position, bit) => {
        nonce += 1;
        const query = signedQuery(cloud.credentials, `n${nonce}`, {
          Action: 'DescribeRegions',
          Note: 'a b/c',
        });
        const flipped = flip(query, position, bit);
        fc.pre(decoded(flipped) !== decoded(query));
        expect(send({ query: flipped }).status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 500 },
    );
  });
});

function decoded(query: string): string {
  const pairs = query.split('&').map((pair) => pair.split('='));
  return JSON.stringify(pairs.map((parts) => parts.map((part) => unescaped(part))).sort());
}

/** Invalid escapes stay as they are, as in the server. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

describe('ACS3-HMAC-SHA256', () => {
  test.each(fixture.acs3)('verifies $id as published', (vector) => {
    const headers = parameters.parse(vector.headers);
    const { method, path, query, body } = vector;
    const canonical = acs3CanonicalRequest({ method, path, query, headers, body }, Object.keys(headers));

    expect(sha256(canonical)).toBe(vector.canonicalRequestSha256);
    expect(acs3Signature(acs3StringToSign(canonical), vector.accessKeySecret)).toBe(vector.signature);
  });

  test('accepts parameters in the query, in a form body, or in both', () => {
    const { cloud, send } = createBench();
    const call = (query: string, body: string) =>
      send(
        acs3Request(cloud.credentials, {
          action: 'DescribeNatGateways',
          nonce: `${query}|${body}`,
          query,
          body,
        }),
      );

    expect(call('PageSize=5&RegionId=cn-qingdao', '').status).toBe(200);
    expect(call('', 'RegionId=cn-qingdao&PageSize=5').status).toBe(200);
    expect(call('RegionId=cn-qingdao', 'PageSize=5').status).toBe(200);
  });

  test('a bit flipped in query, body, action, time, nonce or signature is refused', () => {
    const { cloud, send } = createBench();
    const places = [
      'query',
      'body',
      'x-acs-action',
      'x-acs-date',
      'x-acs-signature-nonce',
      'authorization',
      'host',
    ];
    let nonce = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.nat(),
        fc.integer({ min: 0, max: 4 }),
        (place, position, bit) => {
          nonce += 1;
          const sent = acs3Request(cloud.credentials, {
            action: 'DescribeVpcs',
            nonce: `n${nonce}`,
            query: 'RegionId=cn-qingdao',
            body: 'PageSize=5',
          });
          const headers = { ...sent.headers };
          if (place in headers) headers[place] = flip(headers[place] ?? '', position, bit);
          const query = place === 'query' ? flip(sent.query, position, bit) : sent.query;
          const body = place === 'body' ? flip(sent.body, position, bit) : sent.body;
          expect(send({ ...sent, headers, query, body }).status).toBeGreaterThanOrEqual(400);
        },
      ),
      { numRuns: 500 },
    );
  });
});
