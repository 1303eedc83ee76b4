import { createHash } from 'node:crypto';
import type { HttpRequest } from '../../http.ts';
import { WireError } from './errors.ts';

/** The JSON value of the body; an empty object when there is none. */
export function parseBody({ headers, body }: HttpRequest): unknown {
  requireReadable(headers, body);
  if (body.trim() === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    throw new WireError('MalformedJSON', 'The body is not JSON.');
  }
}

function requireReadable(headers: HttpRequest['headers'], body: string): void {
  const charset = /charset="?([^";]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset.trim())) {
    throw new WireError('InvalidHTTPRequest', `The body must be UTF-8, not ${charset}.`);
  }
  const digest = headers['content-md5']?.trim() ?? '';
  if (digest !== '' && createHash('md5').update(body).digest('base64') !== digest) {
    throw new WireError('InvalidHTTPRequest', 'Content-MD5 belongs to another body.');
  }
}
