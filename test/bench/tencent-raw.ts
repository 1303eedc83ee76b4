import { createHash, createHmac } from 'node:crypto';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** `node:http` with kept-alive connections. No errors, no limits, no checks. */
export function post(url: string, headers: OutgoingHttpHeaders, body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } };
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export const closeConnections = (): void => agent.destroy();

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** A service of Tencent Cloud, and who calls it. */
export interface Service {
  readonly url: string;
  readonly name: string;
  readonly version: string;
  readonly region: string;
  readonly keys: { readonly secretId: string; readonly secretKey: string };
}

/** The least that a call of version 3 can cost: a signature, one request, `JSON.parse`. */
export function rawCall(service: Service, action: string, parameters: object): Promise<unknown> {
  const { url, name, version, region, keys } = service;
  const body = JSON.stringify(parameters);
  const timestamp = Math.floor(Date.now() / 1000);
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${name}/tc3_request`;
  const { host } = new URL(url);
  const canonical = `POST\n/\n\ncontent-type:application/json\nhost:${host}\n\ncontent-type;host\n${sha256(body)}`;
  const key = hmac(hmac(hmac(`TC3${keys.secretKey}`, date), name), 'tc3_request');
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`;
  const signature = hmac(key, text).toString('hex');
  const headers = {
    'content-type': 'application/json',
    authorization: `TC3-HMAC-SHA256 Credential=${keys.secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
    'x-tc-action': action,
    'x-tc-version': version,
    'x-tc-region': region,
    'x-tc-timestamp': timestamp,
  };
  return post(`${url}/`, headers, body);
}
