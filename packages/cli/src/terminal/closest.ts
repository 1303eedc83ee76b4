import { closest, distance } from 'fastest-levenshtein';

/** `; did you mean X?` for a word with two wrong letters, or a third of them, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const lower = word.toLowerCase();
  const near = closest(
    lower,
    known.map((one) => one.toLowerCase()),
  );
  const limit = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  if (distance(lower, near) > limit) return '';
  return `; did you mean ${known.find((one) => one.toLowerCase() === near)}?`;
}
