import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '../../src/http.ts';

export interface Acs3Call {
  readonly action: string;
  readonly nonce: string;
  readonly query?: string;
  readonly body?: string;
  readonly date?: string;
  readonly version?: string;
  /** Headers added or replaced before signing. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Names left out of the signed headers. */
  readonly unsigned?: readonly string[];
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A request signed with ACS3-HMAC-SHA256, written a second time here. The query must be in canonical order. */
export function acs3Request(credentials: Readonly<Record<string, string>>, call: Acs3Call): HttpRequest {
  const { query = '', body = '' } = call;
  const headers: Record<string, string> = {
    host: 'vpc.example',
    'x-acs-action': call.action,
    'x-acs-version': call.version ?? '2016-04-28',
    'x-acs-date': call.date ?? '2020-09-25T08:00:00Z',
    'x-acs-signature-nonce': call.nonce,
    'x-acs-content-sha256': sha256(body),
    ...call.headers,
  };
  const names = Object.keys(headers)
    .filter((name) => !call.unsigned?.includes(name))
    .sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = ['POST', '/', query, lines, names.join(';'), headers['x-acs-content-sha256']].join('\n');
  const signature = createHmac('sha256', credentials.accessKeySecret ?? '')
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${credentials.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`;
  return { method: 'POST', path: '/', query, body, headers: { ...headers, authorization } };
}
