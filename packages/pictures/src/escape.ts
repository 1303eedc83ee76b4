/** Characters that neither XML 1.0 nor a terminal may be given: controls, lone surrogates, and marks that reorder text. */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** A text of a cloud on one line, without characters that a reader cannot see. */
export const plain = (text: string): string => text.replace(/[\t\n\r]+/g, ' ').replace(unseen, '\ufffd');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For the text and the quoted attributes of SVG and HTML. */
export const markup = (text: string): string =>
  plain(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** For a quoted label of Mermaid, which reads `#35;` as a character: all but letters, digits and a few signs are written so. */
export const label = (text: string): string =>
  plain(text).replace(/[^\p{L}\p{N} .,:/_→·-]/gu, (sign) => `#${sign.codePointAt(0)};`);
