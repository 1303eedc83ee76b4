import { createHmac, randomUUID } from 'node:crypto';
import { Agent, get } from 'node:http';

/** The least a call can be: `node:http` with kept-alive connections, an HMAC over the sorted query, `JSON.parse`. No errors, no limits, no checks. */
export function rawClient(origin: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    call: (parameters: Readonly<Record<string, string>>) => read(`${origin}/?${signed(parameters)}`, agent),
    close: () => agent.destroy(),
  };
}

export function signed(parameters: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = {
    ...parameters,
    AccessKeyId: 'bench',
    SignatureNonce: randomUUID(),
    Timestamp: new Date().toISOString(),
  };
  const query = Object.keys(all)
    .sort()
    .map((name) => `${name}=${encodeURIComponent(all[name] ?? '')}`)
    .join('&');
  const signature = createHmac('sha1', 'secret&')
    .update(`GET&%2F&${encodeURIComponent(query)}`)
    .digest('base64');
  return `${query}&Signature=${encodeURIComponent(signature)}`;
}

function read(url: string, agent: Agent): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { accept: 'application/json' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    request.on('error', reject);
  });
}
