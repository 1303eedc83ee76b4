import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '../../http.ts';

/** The parts of a TC3-HMAC-SHA256 Authorization header. */
export interface Tc3Authorization {
  readonly secretId: string;
  readonly date: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const FORM =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d{2}-\d{2})\/([^/,\s]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

export function parseTc3(header: string): Tc3Authorization | undefined {
  const [, secretId, date, service, names, signature] = FORM.exec(header) ?? [];
  if (!secretId || !date || !service || !names || !signature) return undefined;
  return { secretId, date, service, signedHeaders: names.split(';'), signature };
}

/**
 * Rebuilds the signature of a v3 request (cloud.tencent.com/document/api/213/30654) from the headers it says it signed.
 * `hosts`: the values to try for `host`, since official clients leave the port out of it.
 */
export function verifyTc3(
  request: HttpRequest,
  authorization: Tc3Authorization,
  timestamp: string,
  hosts: readonly string[],
  secretKey: string,
): boolean {
  if (!authorization.signedHeaders.includes('host') || !authorization.signedHeaders.includes('content-type'))
    return false;
  const { date, service, signature } = authorization;
  const signingKey = ['tc3_request', service, date].reduceRight<Buffer | string>(hmac, `TC3${secretKey}`);
  return hosts
    .map((host) => canonicalRequest(request, authorization.signedHeaders, host))
    .map((canonical) => `TC3-HMAC-SHA256\n${timestamp}\n${date}/${service}/tc3_request\n${sha256(canonical)}`)
    .some((source) => hmac(signingKey, source).toString('hex') === signature);
}

function canonicalRequest(request: HttpRequest, names: readonly string[], host: string): string {
  const textOf = (name: string) => (name === 'host' ? host : (request.headers[name] ?? '')).trim();
  const head = names.map((name) => `${name}:${textOf(name)}\n`).join('');
  return [request.method, request.path, request.query, head, names.join(';'), sha256(request.body)].join(
    '\n',
  );
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
