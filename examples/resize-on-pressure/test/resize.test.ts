import type { Nat } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { connect } from '@polynat/example-connect';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resizeOnPressure } from '../src/resize.ts';

const seed = {
  alibaba: {
    gateways: [{ region: 'cn-qingdao', name: 'shop', natType: 'Normal', spec: 'Small' }],
  },
  baidu: { gateways: [{ name: 'search', spec: 'small' }] },
  tencentBm: {
    vpcs: [
      {
        region: 'ap-guangzhou',
        cidr: '10.9.0.0/16',
        eips: [{ ip: '198.19.0.10' }],
        gateways: [{ name: 'legacy', maxConcurrent: 1_000_000, eips: ['198.19.0.10'] }],
      },
    ],
  },
};

let emulator: Emulator;
let nat: Nat;
beforeEach(async () => {
  emulator = await startEmulator({ speed: 0, seed });
  nat = await connect({ POLYNAT_EMULATOR: emulator.url });
});
afterEach(async () => {
  await nat.close();
  await emulator.close();
});

const refOf = async (alias: string) => {
  const [gateway] = await nat.cloud(alias).gateways.list().take(1);
  return `${gateway?.ref}`;
};

it('grows what is nearly full to the smallest size with room, and leaves the rest alone', async () => {
  const [shop, legacy] = await Promise.all([refOf('alibaba'), refOf('tencent-bm')]);
  const load = new Map([
    [shop, 9_000],
    [legacy, 500_000],
  ]);
  expect(await resizeOnPressure(nat, load)).toEqual([
    { ref: shop, connections: 9_000, outcome: { tier: 'medium' } },
  ]);
  expect((await nat.gateway(shop).get()).size).toEqual({ tier: 'medium' });
  expect((await nat.gateway(legacy).get()).size).toEqual({ connections: 1_000_000 });
});

it('says why a gateway cannot grow, and grows the others', async () => {
  const [search, legacy] = await Promise.all([refOf('baidu'), refOf('tencent-bm')]);
  const load = new Map([
    [search, 10_000],
    [legacy, 900_000],
  ]);
  const [first, second] = await resizeOnPressure(nat, load);
  expect(first).toMatchObject({ ref: search, outcome: { code: 'unsupported' } });
  expect(second).toEqual({ ref: legacy, connections: 900_000, outcome: { connections: 3_000_000 } });
});
