import { createNat, NatError } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { connect } from '@polynat/example-connect';
import { manualClock, memoryDriver } from '@polynat/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listEverywhere } from '../src/list-everywhere.ts';

const seed = {
  alibaba: {
    gateways: [{ region: 'cn-qingdao', name: 'shop', spec: 'Middle', natType: 'Normal', addresses: 1 }],
  },
  baidu: { gateways: [{ name: 'search', cuNum: 2 }] },
  tencentBm: {
    vpcs: [
      {
        region: 'ap-guangzhou',
        cidr: '10.9.0.0/16',
        eips: [{ ip: '198.19.0.10' }],
        gateways: [{ name: 'legacy', maxConcurrent: 3_000_000, eips: ['198.19.0.10'] }],
      },
    ],
  },
};

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ speed: 0, seed });
});
afterEach(() => emulator.close());

it('lists the gateways of three clouds in the words of one', async () => {
  const nat = await connect({ POLYNAT_EMULATOR: emulator.url });
  const { lines, silent } = await listEverywhere(nat);
  expect(silent).toEqual([]);
  expect(lines.map((line) => line.split('  ').slice(1, 4))).toEqual([
    ['shop', 'available', 'medium'],
    ['search', 'available', '2 capacity units'],
    ['legacy', 'available', '3,000,000 connections'],
  ]);
  await nat.close();
});

it('tells which cloud is silent and still lists the others', async () => {
  const clock = manualClock({ autoAdvance: true });
  const [shop, search] = [memoryDriver({ clock }), memoryDriver({ clock })];
  const clouds = createNat({ shop, search }, { clock });
  await clouds.use('shop').gateways.create({ name: 'egress', network: { vpc: 'vpc-main' } });
  search.faults.next({ is: 'refused', error: new NatError('unauthenticated', 'the keys have expired') });
  const { lines, silent } = await listEverywhere(clouds);
  expect(lines).toEqual([expect.stringContaining('egress')]);
  expect(silent).toEqual(['search did not answer: [unauthenticated] the keys have expired']);
});
