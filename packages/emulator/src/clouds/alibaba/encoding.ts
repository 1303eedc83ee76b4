/** What `encodeURIComponent` leaves alone although the signature scheme escapes it. */
const ESCAPED_TOO = /[!'()*]/g;

/** RFC 3986 escaping of UTF-8 with upper-case digits; only letters, digits and `-_.~` stay as they are. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    ESCAPED_TOO,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Text that is no valid escape sequence stays as it is: its signature cannot match then. */
function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** A query or form body as name and value pairs, in the order sent. */
export function decodePairs(text: string): readonly (readonly [string, string])[] {
  if (text === '') return [];
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 0) return [percentDecode(pair), ''];
      return [percentDecode(pair.slice(0, equals)), percentDecode(pair.slice(equals + 1))];
    });
}

/** Sorted by raw name, escaped, joined: the canonical query of both signature schemes. */
export function canonicalQuery(parameters: Iterable<readonly [string, string]>): string {
  return [...parameters]
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}
