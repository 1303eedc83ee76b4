/** A text in which `*` stands for any characters, such as `shop-*`. Without `*` it is the whole text. */
export function matchesPattern(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  const end = text.length - last.length;
  let place = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, place);
    if (found === -1 || found + piece.length > end) return false;
    place = found + piece.length;
  }
  return true;
}

export const isPattern = (text: string): boolean => text.includes('*');

/** The longest part of a pattern that every match contains; `undefined` for `*`. */
export function literalOf(pattern: string): string | undefined {
  const [longest] = pattern.split('*').sort((left, right) => right.length - left.length);
  return longest === '' ? undefined : longest;
}
