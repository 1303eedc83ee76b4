import { createHmac } from 'node:crypto';

export interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** Signed requests (RPC signature 1.0) for pages of 50 gateways, each with a nonce of its own, ready to be written. */
export function signedPages(url: string, key: Key, regionId: string, count: number): readonly Buffer[] {
  const { host } = new URL(url);
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const run = Math.random().toString(36).slice(2);
  return Array.from({ length: count }, (_, index) => {
    const query = sign(key, {
      AccessKeyId: key.accessKeyId,
      Action: 'DescribeNatGateways',
      Format: 'JSON',
      PageNumber: String((index % 2) + 1),
      PageSize: '50',
      RegionId: regionId,
      SignatureMethod: 'HMAC-SHA1',
      SignatureNonce: `${run}-${index}`,
      SignatureVersion: '1.0',
      Timestamp: now,
      Version: '2016-04-28',
    });
    return Buffer.from(`GET /?${query} HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n\r\n`);
  });
}

/** The parameters are already in byte order and hold nothing but letters, digits, `-`, `.` and `:`. */
function sign(key: Key, parameters: Readonly<Record<string, string>>): string {
  const query = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const source = `GET&%2F&${encodeURIComponent(query)}`;
  const signature = createHmac('sha1', `${key.accessKeySecret}&`).update(source).digest('base64');
  return `${query}&Signature=${encodeURIComponent(signature)}`;
}
