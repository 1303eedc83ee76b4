import { createHash } from 'node:crypto';
import type { HttpRequest } from '../../http.ts';
import { WireError } from './errors.ts';

/** No documented body is deeper than four levels; a bound keeps hostile ones from exhausting the stack. */
const DEEPEST = 32;

/** The JSON value of the body; an empty object when there is none. */
export function parseBody({ headers, body }: HttpRequest): unknown {
  requireReadable(headers, body);
  return body.trim() === '' ? {} : withoutNulls(parseJson(body), 0);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WireError('MalformedJSON', 'The body is not JSON.');
  }
}

/** Clients send null for what they leave out. */
function withoutNulls(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) throw new WireError('InappropriateJSON', `The body is deeper than ${DEEPEST} levels.`);
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  const entries = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(entries.map(([name, field]) => [name, withoutNulls(field, depth + 1)]));
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
