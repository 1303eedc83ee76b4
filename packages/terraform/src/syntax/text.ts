const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
};

/**
 * Control characters, invisible marks that turn the direction of text, and the byte order mark. A reader of the file could not see
 * them.
 */
const unseen = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * A quoted string. `${` and `%{` start a template, so a name from a cloud that has them would be evaluated: both are doubled.
 * Terraform keeps text in the normal form C and cannot hold half of a surrogate pair.
 */
export const quote = (text: string): string => `"${escaped(asStored(text))}"`;

const escaped = (text: string): string =>
  text
    .replace(/[\n\r\t"\\]/g, (character) => escapes[character] ?? character)
    .replace(unseen, (character) => `\\u${hex(character)}`)
    .replace(/\$\{/g, '$$$${')
    .replace(/%\{/g, '%%{');

/** What Terraform makes of a text. */
export const asStored = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD').normalize('NFC');

const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0');

/** `for` in front of a map would begin a loop. */
export const mapKey = (key: string): string =>
  /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) && key !== 'for' ? key : quote(key);

/** One line of a comment, whatever the text holds. */
export const commentLine = (text: string): string =>
  `# ${asStored(text).replace(/\s+/g, ' ').replace(unseen, '').trim()}`;

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Characters as a reader counts them, which is how `terraform fmt` aligns. A mark at the start of a text does not join the quote in
 * front of it.
 */
export const widthOf = (text: string): number =>
  text.startsWith('"') ? 2 + count(text.slice(1, -1)) : count(text);

const count = (text: string): number =>
  /^[ -~]*$/.test(text) ? text.length : [...clusters.segment(text)].length;
