import { crc32 } from 'node:zlib';
import type { Json } from '../json.ts';

/**
 * A journal line is `<checksum> <json>`. The checksum goes on from the line before, so a line that was changed, lost or moved shows.
 */
export interface EncodedLine {
  readonly text: string;
  readonly checksum: number;
}

export function encodeLine(value: Json, previous: number): EncodedLine {
  const body = JSON.stringify(value);
  const checksum = crc32(body, previous);
  return { text: `${hexadecimal(checksum)} ${body}\n`, checksum };
}

export interface DecodedLines {
  readonly values: readonly Json[];
  /** Number, from 1, of the first line that is not what was written; absent when there is none. */
  readonly damaged?: number;
}

/**
 * The lines as they were written. A last line without its end is one that the death of its process cut short: nobody was told that it
 * was stored, so it does not count. Anything else that does not fit its checksum is damage, and what follows it cannot be trusted.
 */
export function decodeLines(content: string): DecodedLines {
  const values: Json[] = [];
  let previous = 0;
  const lines = content.split('\n');
  for (const [index, line] of lines.entries()) {
    const isLast = index === lines.length - 1;
    const body = line.slice(9);
    const checksum = crc32(body, previous);
    const fits = body !== '' && line.slice(0, 9) === `${hexadecimal(checksum)} `;
    if (!fits) return isLast ? { values } : { values, damaged: index + 1 };
    values.push(JSON.parse(body));
    previous = checksum;
  }
  return { values };
}

const hexadecimal = (checksum: number): string => checksum.toString(16).padStart(8, '0');
