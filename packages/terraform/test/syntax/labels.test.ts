import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asLabel, Labels } from '../../src/syntax/labels.ts';

it.each([
  ['Shop (egress)', 'shop_egress'],
  ['10.0.1.0/24', 'nat_10_0_1_0_24'],
  ['未命名', 'nat'],
  ['__x__', 'x'],
])('makes a resource name of %s', (text, label) => {
  expect(asLabel(text)).toBe(label);
});

it('makes valid names of any text, and no two alike', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 6 }), { maxLength: 8 }), (texts) => {
      const labels = new Labels();
      const names = texts.map((text) => labels.take('alicloud_snat_entry', text));
      expect(new Set(names).size).toBe(texts.length);
      expect(names.filter((name) => !/^[a-z_][a-z0-9_]*$/.test(name))).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

it('takes the first free proposal before it counts', () => {
  const labels = new Labels();
  expect(labels.take('t', 'web', 'web_443')).toBe('web');
  expect(labels.take('t', 'web', 'web_443')).toBe('web_443');
  expect(labels.take('t', 'web', 'web_443')).toBe('web_443_2');
  expect(labels.take('other', 'web')).toBe('web');
});
