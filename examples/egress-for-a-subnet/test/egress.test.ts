import type { Nat } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { connect } from '@polynat/example-connect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { egressFor } from '../src/egress.ts';

let emulator: Emulator;
let nat: Nat;
beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
  nat = await connect({ POLYNAT_EMULATOR: emulator.url });
});
afterAll(async () => {
  await nat.close();
  await emulator.close();
});

const place = (alias: string) => {
  const { alibaba, baidu, tencentBm } = emulator.connection().networks;
  const places: Readonly<Record<string, { readonly vpc: string; readonly subnet: string }>> = {
    alibaba: { vpc: alibaba.vpcId, subnet: alibaba.vSwitchId },
    baidu: { vpc: baidu.vpcId, subnet: baidu.subnetId },
    'tencent-bm': { vpc: tencentBm.vpcId, subnet: tencentBm.subnetId },
  };
  return places[alias] ?? { vpc: '', subnet: '' };
};

describe.each(['alibaba', 'baidu', 'tencent-bm'])('on %s', (alias) => {
  it('gives a subnet a way out', async () => {
    const { gateway, leavesFrom } = await egressFor(nat.cloud(alias), { name: 'egress', ...place(alias) });
    const handle = nat.gateway(gateway);
    const [created, rules] = await Promise.all([handle.get(), handle.snat.list().toArray()]);
    expect(created.state).toBe('available');
    expect(created.addresses.map(({ ip }) => ip)).toEqual(leavesFrom);
    expect(rules).toMatchObject([{ through: leavesFrom, state: 'available' }]);
  });

  it('buys nothing for a subnet that does not exist', async () => {
    emulator.clearRequests();
    const wish = { name: 'other', vpc: place(alias).vpc, subnet: 'sbn-nowhere' };
    await expect(egressFor(nat.cloud(alias), wish)).rejects.toMatchObject({ code: 'not-found' });
    expect(
      emulator.requests().filter(({ operation }) => /Create|Allocate|Apply/.test(operation ?? '')),
    ).toEqual([]);
  });
});
