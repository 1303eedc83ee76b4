import { json } from '@polynat/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('json', () => {
  it('takes everything JSON can carry, unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(json(plain)).toEqual(plain);
      }),
    );
  });

  it('gives a copy nobody can change', () => {
    const value = { rules: [{ port: 80 }] };
    const copy = json(value);
    value.rules.push({ port: 443 });
    expect(copy).toEqual({ rules: [{ port: 80 }] });
    expect(Object.isFrozen(copy)).toBe(true);
  });

  it('takes the same object in two places, which is no cycle', () => {
    const port = { port: 80 };
    expect(json([port, port])).toEqual([{ port: 80 }, { port: 80 }]);
  });

  it('refuses holes in a list, which JSON would fill with null', () => {
    const list = new Array<number>(2);
    list[1] = 1;
    expect(() => json(list, 'ports')).toThrow('ports[0]');
  });

  it('refuses objects that turn themselves into something else', () => {
    expect(() => json({ at: { toJSON: () => 1 } }, 'args')).toThrow('args.at.toJSON');
    expect(() => json({ at: new URL('http://a.example') }, 'args')).toThrow('an instance of URL');
  });
});
