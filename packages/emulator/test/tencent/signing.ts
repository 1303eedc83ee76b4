import { createHash, createHmac } from 'node:crypto';

/** `{ips: [{ipList: ['a']}]}` → `ips.0.ipList.0=a`. */
export function flatten(value: unknown, prefix = ''): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[prefix, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) =>
    flatten(inner, prefix === '' ? name : `${prefix}.${name}`),
  );
}

interface Tc3Signing {
  readonly method: string;
  readonly host: string;
  readonly query: string;
  readonly contentType: string;
  readonly body: string;
  readonly timestamp: string;
  readonly service: string;
  readonly secretId: string;
  readonly secretKey: string;
}

export function signTc3(signing: Tc3Signing): string {
  const { method, host, query, contentType, body, timestamp, service, secretId, secretKey } = signing;
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const date = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10);
  const canonical = `${method}\n/\n${query}\ncontent-type:${contentType}\nhost:${host}\n\ncontent-type;host\n${sha(body)}`;
  const scope = `${date}/${service}/tc3_request`;
  const key = mac(mac(mac(`TC3${secretKey}`, date), service), 'tc3_request');
  const signature = mac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha(canonical)}`).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`;
}
