import { redact } from '@polynat/core';
import type { WireRequest, WireResponse } from './wire.ts';

/** A request and its answer as they may be shown: no header, no signature, no key, no token of temporary keys. */
export interface HttpExchange {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  /** The answer's body. */
  readonly answer?: string;
  /** The `Date` of the answer, by the clock of who sent it. */
  readonly date?: string;
}

const hidden = '***';

/** Names of parameters and members that are never shown. An idempotency token is no secret. */
const secret =
  /signature|secret|password|credential|authorization|access.?key|(?<!client)token|^sign$|ticket/i;

/** A cloud that refuses a signature may quote what it expected: whatever the request hides is hidden in the answer too. */
export function redacted({ method, url, headers, body }: WireRequest, response?: WireResponse): HttpExchange {
  const found = new Set<string>(Object.values(headers).filter((value) => value.length >= shortest));
  const hide = (name: string, value: string) => {
    if (!secret.test(name)) return value;
    if (value.length >= shortest) found.add(value);
    return hidden;
  };
  const shown = {
    method,
    url: redact(urlOf(url, hide)),
    ...(body !== undefined && { body: redact(bodyOf(body, hide)) }),
  };
  if (!response) return shown;
  const { date } = response.headers;
  return {
    ...shown,
    ...(date !== undefined && { date }),
    answer: redact(withoutValues(bodyOf(textOf(response), hide), found)),
  };
}

/** Shorter values occur in any text. */
const shortest = 12;

type Hide = (name: string, value: string) => string;

function urlOf(url: string, hide: Hide): string {
  const [path = '', query] = url.split('?', 2);
  return query === undefined ? path : `${path}?${pairsOf(query, hide)}`;
}

/** `a=1&b=2`, each value as it was sent. */
const pairsOf = (text: string, hide: Hide): string =>
  text
    .split('&')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return value.length === 0 ? name : `${name}=${hide(name, value.join('='))}`;
    })
    .join('&');

function bodyOf(text: string, hide: Hide): string {
  if (/^\s*[{[]/.test(text)) return jsonOf(text, hide);
  if (/^\s*</.test(text)) return xmlOf(text, hide);
  return /^[\w.%-]+=/.test(text) ? pairsOf(text, hide) : text;
}

/** The text as it came, so that long numbers keep their digits. Nothing is shown of a body that is cut off: a secret could be cut, too. */
function jsonOf(text: string, hide: Hide): string {
  try {
    JSON.parse(text);
  } catch {
    return `(${text.length} characters that are not JSON)`;
  }
  return text.replace(member, (all, name: string, value: string | undefined) => {
    const shown = hide(name, value ?? '');
    return shown === hidden ? `"${name}":"${hidden}"` : all;
  });
}

/** `"name": "text"` or `"name": 1`, the text without its quotes. */
const member = /"((?:[^"\\]|\\.)*)"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|[^\s"{[\]},]+)/g;

const xmlOf = (text: string, hide: Hide): string =>
  text.replace(
    /<([\w:]+)>([^<]*)<\//g,
    (_, name: string, value: string) => `<${name}>${hide(name, value)}</`,
  );

function textOf({ headers, body }: WireResponse): string {
  const encoding = headers['content-encoding'];
  return encoding === undefined || encoding === 'identity'
    ? new TextDecoder().decode(body)
    : `(${body.length} bytes of ${encoding})`;
}

/** As they are, and as they stand in a text that was signed: percent-encoded once or twice. */
function withoutValues(text: string, values: ReadonlySet<string>): string {
  const forms = [...values].flatMap((value) => {
    const once = encodeURIComponent(value);
    return [value, once, encodeURIComponent(once), decoded(value)];
  });
  return [...new Set(forms)]
    .sort((a, b) => b.length - a.length)
    .reduce((shown, form) => shown.replaceAll(form, hidden), text);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
