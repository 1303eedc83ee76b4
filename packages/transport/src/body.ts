import { NatError, redact } from '@polynat/core';
import { inflate } from './inflate.ts';
import { parseJson } from './json.ts';
import { sizeLimit } from './limits.ts';
import type { WireCall, WireResponse } from './wire.ts';

type Format = WireCall<unknown>['format'];

/**
 * The answer as a value; `undefined` when it is empty. The first character tells JSON from XML, since API gateways before the
 * service answer in their own format. Anything but what the cloud promised is `protocol`: the cloud may have acted.
 */
export async function readBody(response: WireResponse, format: Format): Promise<unknown> {
  if (response.body.length === 0) return undefined;
  try {
    return await parse(await inflate(response, sizeLimit), format);
  } catch (thrown) {
    throw garbled(response, format, thrown);
  }
}

async function parse(bytes: Uint8Array, format: Format): Promise<unknown> {
  const text = textOf(bytes);
  const first = /\S/.exec(text)?.[0];
  if (first === undefined) return undefined;
  if (format === 'text') return text;
  if (first !== '<') return parseJson(bytes, text);
  if (html.test(text)) throw new Error('it is a web page');
  const { parseXml } = await import('./xml.ts');
  return parseXml(text);
}

const html = /^\s*(?:<!doctype\s+html|<html)/i;

/** UTF-8 without its byte order mark. */
function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Characters of an unreadable answer that an error shows. */
const shown = 80;

function garbled(response: WireResponse, format: Format, thrown: unknown): NatError {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const type = response.headers['content-type'] ?? 'no content type';
  const message = `the answer is not ${format}: HTTP ${response.status}, ${type}, begins ${beginning(response.body)} (${redact(why)})`;
  return new NatError('protocol', message, {
    outcome: 'unknown',
    retryable: true,
    remedy:
      'check proxies and the endpoint: something other than the cloud answered, or cut the answer short',
  });
}

function beginning(body: Uint8Array): string {
  const text = redact(textOf(body.subarray(0, shown * 8)));
  return JSON.stringify(
    text
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, shown),
  );
}
