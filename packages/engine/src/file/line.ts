import { crc32 } from 'node:zlib';
import type { Json } from '../json.ts';

/**
 * A journal line is `<checksum> <json>`. The checksum goes on from the line before, so a line that was changed, lost or moved ends
 * the journal there: what is read is always a prefix of what was written.
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

/** The longest intact prefix. */
export function decodeLines(content: string): readonly Json[] {
  const values: Json[] = [];
  let previous = 0;
  for (const line of content.split('\n')) {
    const body = line.slice(9);
    const checksum = crc32(body, previous);
    if (body === '' || line.slice(0, 9) !== `${hexadecimal(checksum)} `) break;
    values.push(JSON.parse(body));
    previous = checksum;
  }
  return values;
}

const hexadecimal = (checksum: number): string => checksum.toString(16).padStart(8, '0');
