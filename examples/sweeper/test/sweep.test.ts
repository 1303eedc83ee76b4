import { hours } from '@polynat/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweep } from '../src/sweep.ts';
import { type FourClouds, openFourClouds } from './four-clouds.ts';

/** On each cloud; 500 altogether. */
const many = 125;
const numbered = <T>(make: (index: number) => T): T[] =>
  Array.from({ length: many }, (_, index) => make(index));

let clouds: FourClouds;
beforeEach(async () => {
  clouds = await openFourClouds(600);
});
afterEach(() => clouds.close());

function leaveBehind({ emulator }: FourClouds): void {
  const { alibaba, baidu, tencentBm, tencentVpc } = emulator.connection().networks;
  const ips = numbered((index) => `198.19.0.${index + 1}`);
  emulator.seed({
    alibaba: { fleets: [{ region: alibaba.regionId, gateways: many, addresses: 1 }] },
    baidu: {
      vpcs: [{ name: 'many', region: baidu.region, gatewayQuota: many }],
      gateways: numbered((index) => ({ name: `ci-${index}`, vpc: 'many', spec: 'small' })),
    },
    tencentVpc: { fleets: [{ region: tencentVpc.region, gateways: many }] },
    tencentBm: {
      settings: { gatewaysPerVpc: many },
      vpcs: [
        {
          region: tencentBm.region,
          cidr: '10.77.0.0/16',
          eips: ips.map((ip) => ({ ip })),
          gateways: numbered((index) => ({ name: `ci-${index}`, eips: ips.slice(index, index + 1) })),
        },
      ],
    },
  });
}

it('deletes 500 gateways on four clouds with everything on them, whatever the network loses', async () => {
  leaveBehind(clouds);
  const { emulator, nat, clock } = clouds;
  await clock.sleep(hours(48));
  emulator.faults.append([
    { kind: 'throttle', count: 40, probability: 0.1 },
    { kind: 'reset-after', count: 20, probability: 0.05 },
    { kind: 'server-error', count: 20, probability: 0.05 },
  ]);
  const { deleted, kept, failures } = await sweep(nat, {
    name: '*',
    olderThan: hours(24),
    now: clock.now(),
  });
  expect({ kept, failures }).toEqual({ kept: [], failures: [] });
  expect(deleted.length).toBe(4 * many);
  expect(await nat.gateways.list().toArray()).toEqual([]);
});

it('keeps what is young, has another name or is protected, and says why', async () => {
  const { nat, clock, emulator } = clouds;
  const { vpcId, vSwitchId } = emulator.connection().networks.alibaba;
  const { gateways } = nat.cloud('alibaba');
  const create = (name: string, more = {}) =>
    gateways.create({ name, network: { vpc: vpcId, subnet: vSwitchId }, ...more });
  await create('ci-old');
  await create('ci-protected', { protected: true });
  await create('shop');
  await clock.sleep(hours(48));
  await create('ci-young');
  const swept = await sweep(nat, { name: 'ci-*', olderThan: hours(24), now: clock.now() });
  expect(swept.deleted).toHaveLength(1);
  expect(swept.kept.map(({ error }) => error.code)).toEqual(['failed-precondition']);
  const left = await gateways.list().toArray();
  expect(left.map(({ name }) => name).sort()).toEqual(['ci-protected', 'ci-young', 'shop']);
});
