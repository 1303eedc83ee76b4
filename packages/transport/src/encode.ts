import { NatError } from '@polynat/core';

/**
 * Percent-encodes as RFC 3986 says: only letters, digits and `-._~` stay as they are. Signatures are computed over this text, so
 * what no UTF-8 can spell is refused rather than replaced.
 */
export function percentEncode(text: string): string {
  if (plain.test(text)) return text;
  try {
    return encodeURIComponent(text).replace(/[!'()*]/g, hex);
  } catch (cause) {
    throw new NatError('invalid-argument', 'the text holds half a character (a lone surrogate)', { cause });
  }
}

/** Most of what is signed: names, ids and tokens. */
const plain = /^[\w.~-]*$/;

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** `name=value` pairs, encoded, sorted by name and joined, as signatures and query strings want them. */
export function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(parameters[name] ?? '')}`)
    .join('&');
}
