import { type Emulator, startEmulator } from '@polynat/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../src/index.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
afterAll(() => emulator.close());

describe('connect', () => {
  it('finds three clouds in an emulator, and its keys open them', async () => {
    const nat = await connect({ POLYNAT_EMULATOR: emulator.url });
    const { items, failures } = await nat.gateways.list().settle();
    expect(nat.aliases).toEqual(['alibaba', 'baidu', 'tencent-bm']);
    expect([items, failures]).toEqual([[], []]);
    await nat.close();
  });

  it('takes the clouds whose region the environment names', async () => {
    const nat = await connect({ BCE_REGION: 'gz' });
    expect(nat.aliases).toEqual(['baidu']);
    expect(nat.use('baidu').region).toBe('gz');
    await nat.close();
  });

  it('says what to set when there is nothing to connect to', async () => {
    await expect(connect({})).rejects.toMatchObject({
      code: 'invalid-argument',
      remedy: expect.stringContaining('POLYNAT_EMULATOR'),
    });
  });
});
