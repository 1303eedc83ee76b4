import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { verifyParameterSignature } from '../../src/clouds/tencent/signature.ts';
import { parseTc3, verifyTc3 } from '../../src/clouds/tencent/tc3.ts';
import type { HttpRequest } from '../../src/http.ts';
import vectors from '../fixtures/tencent-bm/signature-vectors.json' with { type: 'json' };

const value = z.union([z.string(), z.number()]).transform(String);
/** Published sample keys are kept in parts. */
const keys = {
  secretId: z.string().optional(),
  secretKey: z.string().optional(),
  secretIdParts: z.array(z.string()).optional(),
  secretKeyParts: z.array(z.string()).optional(),
};

const parameterVector = z.object({
  name: z.string(),
  method: z.string(),
  host: z.string(),
  path: z.string(),
  flatParams: z.record(z.string(), value),
  signature: z.string(),
  pythonSdkSignature: z.string().optional(),
  ...keys,
});

const tc3Vector = z.object({
  name: z.string(),
  method: z.string(),
  host: z.string(),
  url: z.string().optional(),
  requestHeaders: z.record(z.string(), z.string()).optional(),
  contentType: z.string().optional(),
  service: z.string(),
  body: z.string(),
  timestamp: z.number(),
  signature: z.string(),
  ...keys,
});

type Keys = Pick<z.output<typeof parameterVector>, keyof typeof keys>;

const secretKeyOf = (vector: Keys) => vector.secretKey ?? vector.secretKeyParts?.join('') ?? '';
const secretIdOf = (vector: Keys) => vector.secretId ?? vector.secretIdParts?.join('') ?? '';

const parameterVectors = z
  .array(parameterVector)
  .parse([...vectors.v2, ...vectors.v2Published, ...vectors.v3LegacySignature]);
const tc3Vectors = z.array(tc3Vector).parse([...vectors.tc3, ...vectors.tc3Published]);

type ParameterVector = z.output<typeof parameterVector>;
type Tc3Vector = z.output<typeof tc3Vector>;

function verifyParameters(vector: ParameterVector, changes: Partial<ParameterVector> = {}): boolean {
  const bent = { ...vector, ...changes };
  const parameters = new Map(Object.entries({ ...bent.flatParams, Signature: bent.signature }));
  if (parameters.get('SecretId') === '{secretId}') parameters.set('SecretId', secretIdOf(vector));
  return verifyParameterSignature({ ...bent, parameters }, [bent.host], secretKeyOf(vector));
}

function tc3Request(vector: Tc3Vector): HttpRequest {
  const url = new URL(vector.url ?? `https://${vector.host}/`);
  const sent = Object.entries(vector.requestHeaders ?? { 'Content-Type': vector.contentType ?? '' });
  return {
    method: vector.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: Object.fromEntries(sent.map(([name, text]) => [name.toLowerCase(), text])),
    body: vector.body,
  };
}

function verifyHeader(
  vector: Tc3Vector,
  bend: Partial<HttpRequest> = {},
  signature = vector.signature,
): boolean {
  const date = new Date(vector.timestamp * 1000).toISOString().slice(0, 10);
  const header =
    `TC3-HMAC-SHA256 Credential=${secretIdOf(vector)}/${date}/${vector.service}/tc3_request, ` +
    `SignedHeaders=content-type;host, Signature=${signature}`;
  const authorization = parseTc3(header);
  if (authorization === undefined) return false;
  const request = { ...tc3Request(vector), ...bend };
  return verifyTc3(request, authorization, String(vector.timestamp), [vector.host], secretKeyOf(vector));
}

/** Each single bit of the text turned over, as long as the result still is one character per byte. */
function flips(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'latin1');
  return [...bytes.keys()].flatMap((place) =>
    Array.from({ length: 7 }, (_, bit) => {
      const flipped = Buffer.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
      return flipped.toString('latin1');
    }),
  );
}

describe('the parameter signature', () => {
  it.each(parameterVectors)('accepts $name', (vector) => {
    expect(verifyParameters(vector)).toBe(true);
  });

  it.each(parameterVectors.filter(({ pythonSdkSignature }) => pythonSdkSignature !== undefined))(
    'accepts what the Python client makes of $name',
    (vector) => {
      expect(verifyParameters(vector, { signature: vector.pythonSdkSignature ?? '' })).toBe(true);
    },
  );

  it.each(parameterVectors)('refuses $name with any bit of the signature flipped', (vector) => {
    const accepted = flips(vector.signature).filter((signature) => verifyParameters(vector, { signature }));
    expect(accepted).toEqual([]);
  });

  it.each(parameterVectors)(
    'refuses $name with any bit of a signed value, the host, the path or the method flipped',
    (vector) => {
      // The v2 clients leave values that start with @ out of a POST's signature.
      const signed = Object.entries(vector.flatParams).filter(
        ([, text]) => !text.startsWith('@') && text !== '{secretId}',
      );
      const bentValues = signed.flatMap(([name, text]) =>
        // A SignatureMethod other than HmacSHA256 means SHA-1 but still is signed as it stands.
        flips(text).map((bent) => ({ flatParams: { ...vector.flatParams, [name]: bent } })),
      );
      const bentTargets = [
        ...flips(vector.host).map((host) => ({ host })),
        ...flips(vector.path).map((path) => ({ path })),
        { method: vector.method === 'GET' ? 'POST' : 'GET' },
      ];
      const accepted = [...bentValues, ...bentTargets].filter((changes) => verifyParameters(vector, changes));
      expect(accepted).toEqual([]);
    },
  );

  it('follows the stated rule, not the sample of the BM page, which is sorted wrongly', () => {
    const [sample] = vectors.v2Negative;
    const secretKey = sample?.secretKeyParts.join('') ?? '';
    const parameters = {
      Action: 'EipBmBindRs',
      Nonce: '11886',
      Region: 'gz',
      SecretId: sample?.secretIdParts.join('') ?? '',
      Timestamp: '1465185768',
      instanceId: 'cpm-09dx96dg',
      eipId: 'eip-testcpm',
    };
    const verify = (signature = '') => {
      const signed = new Map(Object.entries({ ...parameters, Signature: signature }));
      const request = { method: 'GET', path: '/v2/index.php', parameters: signed };
      return verifyParameterSignature(request, ['bmeip.api.qcloud.com'], secretKey);
    };
    expect([verify(sample?.signatureAsPrinted), verify(sample?.correctlySortedSignature)]).toEqual([
      false,
      true,
    ]);
  });
});

describe('TC3-HMAC-SHA256', () => {
  it.each(tc3Vectors)('accepts $name', (vector) => {
    expect(verifyHeader(vector)).toBe(true);
  });

  it.each(tc3Vectors)(
    'refuses $name with any bit of signature, body, query or content type flipped',
    (vector) => {
      const request = tc3Request(vector);
      const contentType = request.headers['content-type'] ?? '';
      const accepted = [
        ...flips(vector.signature).filter((signature) => verifyHeader(vector, {}, signature)),
        ...flips(vector.body).filter((body) => verifyHeader(vector, { body })),
        ...flips(request.query).filter((query) => verifyHeader(vector, { query })),
        ...flips(contentType).filter((bent) => verifyHeader(vector, { headers: { 'content-type': bent } })),
      ];
      expect(accepted).toEqual([]);
    },
  );

  it('refuses a signature that covers neither host nor content type', () => {
    const authorization = parseTc3(
      `TC3-HMAC-SHA256 Credential=id/2020-01-01/bmvpc/tc3_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    );
    expect(authorization).toBeDefined();
    const [vector] = tc3Vectors;
    expect(vector && authorization && verifyTc3(tc3Request(vector), authorization, '1', ['h'], 'k')).toBe(
      false,
    );
  });
});
