/**
 * Reads JSON without losing digits: an integer beyond 2^53, such as an account's `AliUid`, arrives as text. Numbers that large
 * are rare, so the text is rewritten only when the bytes hold 16 digits in a row. Throws a plain error on what is no JSON.
 */
export function parseJson(bytes: Uint8Array, text: string): unknown {
  if (text.includes('__proto__') && /"__proto__"\s*:/.test(text))
    throw new Error('prototype keys are refused');
  // What is no JSON is refused first: rewriting a text that was cut short would take quadratic time.
  const value: unknown = JSON.parse(text);
  return hasLongNumber(bytes) ? JSON.parse(quoteLongIntegers(text)) : value;
}

const longNumber = 16;

/** Any 16 digits in a row cover a position that is a multiple of 16, so looking at those suffices: 2 µs for 30 kB. */
function hasLongNumber(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += longNumber) {
    if (isDigit(bytes[at]) && runAround(bytes, at) >= longNumber) return true;
  }
  return false;
}

function runAround(bytes: Uint8Array, at: number): number {
  let start = at;
  let end = at;
  while (isDigit(bytes[start - 1])) start -= 1;
  while (isDigit(bytes[end + 1])) end += 1;
  return end - start + 1;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** A whole string, which is left alone whatever is in it, or a whole number. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const quoteLongIntegers = (text: string): string =>
  text.replace(stringOrNumber, (token) => (isLongInteger(token) ? `"${token}"` : token));

const isLongInteger = (token: string): boolean =>
  /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
