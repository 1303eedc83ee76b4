import type { Call, Receipt } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { receiptsOfRegion, requireRegion } from '../src/region.ts';

const call: Call = { signal: new AbortController().signal, deadline: 0, token: 'a-token' };

const methods = {
  list: async () => ({ items: ['nat-1'] }),
  remove: async (id: string, { token }: Call): Promise<Receipt<void>> => ({
    kind: 'snat.removed',
    requestId: token,
    subject: { id },
  }),
};

describe('a receipt', () => {
  const { list, remove } = receiptsOfRegion('north', methods);

  it('names the region its ids belong to', async () => {
    expect(await remove('rule-1', call)).toEqual({
      kind: 'snat.removed',
      requestId: 'a-token',
      subject: { id: 'rule-1', region: 'north' },
    });
    expect(await list()).toEqual({ items: ['nat-1'] });
  });

  it.each<[string, object]>([
    ['that names it', { id: 'rule-1', region: 'north' }],
    [
      'of version 0.1 with the whole key of a gateway',
      { key: { region: 'north', id: 'nat-1' }, id: 'rule-1' },
    ],
  ])('%s is polled in its region only', (_, subject) => {
    expect(() => requireRegion('north', subject)).not.toThrow();
    expect(() => requireRegion('south', subject)).toThrow(/from north.*set up for south/);
  });

  it('of version 0.1 without a region is polled where it is brought', () => {
    expect(() => requireRegion('south', { ip: '47.1.1.1' })).not.toThrow();
    expect(() => requireRegion('south', { key: null, ip: '47.1.1.1' })).not.toThrow();
  });
});
