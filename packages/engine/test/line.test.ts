import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLines, encodeLine } from '../src/file/line.ts';
import type { Json } from '../src/json.ts';

function encode(values: readonly Json[]): Buffer {
  let checksum = 0;
  const lines = values.map((value) => {
    const encoded = encodeLine(value, checksum);
    checksum = encoded.checksum;
    return encoded.text;
  });
  return Buffer.from(lines.join(''));
}

const values = [{ type: 'begun', text: 'Grüße\n"quoted" \u2028' }, [1, 2.5, null, true], 'last', {}];
const whole = encode(values);

/** How many of `read` are the first of what was written; everything read must be. */
function expectPrefix(content: Buffer): number {
  const { values: read } = decodeLines(content.toString('utf8'));
  expect(read).toEqual(values.slice(0, read.length));
  return read.length;
}

/** Whatever is missing from what was read is named as damage, unless only an unfinished last line is missing. */
function expectNothingForgotten(content: Buffer): void {
  const { damaged } = decodeLines(content.toString('utf8'));
  const read = expectPrefix(content);
  const lines = content.toString('utf8').split('\n');
  const unfinished = lines.length - 1 === read;
  if (damaged === undefined) expect(read === values.length || unfinished).toBe(true);
  else expect(damaged).toBe(read + 1);
}

describe('journal lines', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (any) => {
        const list = JSON.parse(JSON.stringify(any));
        expect(decodeLines(encode(list).toString('utf8'))).toEqual({ values: list });
      }),
    );
  });

  it('read as a prefix when the file ends at any byte, and lose no line that was complete', () => {
    const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([index]) => index);
    for (let length = 0; length <= whole.length; length++) {
      const complete = ends.filter((end) => end < length + 1).length;
      expect(expectPrefix(whole.subarray(0, length)), `cut at ${length}`).toBe(complete);
      expect(decodeLines(whole.subarray(0, length).toString('utf8')).damaged).toBeUndefined();
    }
  });

  it('read as a prefix whichever bit has flipped', () => {
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (whole[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(expectPrefix(flipped), `bit ${bit}`).toBeLessThanOrEqual(values.length);
      expectNothingForgotten(flipped);
    }
  });

  it('read as a prefix after any damage to several bytes', () => {
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = Buffer.from(whole);
        for (const [index, byte] of changes) damaged[index] = byte;
        expectNothingForgotten(damaged);
      }),
      { numRuns: 5_000 },
    );
  });

  it('end where a line is missing, doubled or in another place', () => {
    const [first = '', second = '', third = ''] = whole.toString('utf8').split(/(?<=\n)/);
    expect(expectPrefix(Buffer.from(first + third))).toBe(1);
    expect(expectPrefix(Buffer.from(first + first + second))).toBe(1);
    expect(expectPrefix(Buffer.from(second + first))).toBe(0);
    expect(decodeLines(first + third + second).damaged).toBe(2);
    expect(decodeLines(first + first + second).damaged).toBe(2);
    expect(decodeLines(second + first).damaged).toBe(1);
  });
});
