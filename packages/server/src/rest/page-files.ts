import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Page, PageFile } from '../page.ts';

interface Served extends PageFile {
  readonly tag: string;
  readonly packed: Uint8Array;
}

/** Answers with the files of a page. They hold no data, so they need no sign-in: the page itself says when that is missing. */
export function pageFiles(page: Page): (path: string, request: Request) => Response | undefined {
  const known = new Map<string, Served>();
  const find = (path: string): Served | undefined => {
    const file = page.file(path);
    if (!file) return undefined;
    const before = known.get(path);
    if (before?.body === file.body) return before;
    const tag = `"${createHash('sha256').update(file.body).digest('base64url').slice(0, 22)}"`;
    const served = { ...file, tag, packed: gzipSync(file.body) };
    known.set(path, served);
    return served;
  };
  return (path, request) => {
    const file = find(path);
    return file && answered(file, request);
  };
}

/** A browser keeps a file, and asks each time whether it is still the one: a new release shows at once. */
function answered({ type, body, packed, tag }: Served, { headers: asked }: Request): Response {
  const headers = { 'content-type': type, 'cache-control': 'no-cache', etag: tag, vary: 'accept-encoding' };
  if (asked.get('if-none-match') === tag) return new Response(null, { status: 304, headers });
  return /\bgzip\b/.test(asked.get('accept-encoding') ?? '')
    ? new Response(bytesOf(packed), { headers: { ...headers, 'content-encoding': 'gzip' } })
    : new Response(bytesOf(body), { headers });
}

const bytesOf = (body: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(body);
