import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aliases, type EveryCloud, openEveryCloud } from './clouds.ts';

/** More than two pages on every cloud. */
const many = 120;
const numbered = <T>(make: (index: number) => T): T[] =>
  Array.from({ length: many }, (_, index) => make(index));

let clouds: EveryCloud;
beforeAll(async () => {
  clouds = await openEveryCloud();
  const { networks } = clouds.emulator.connection();
  const { region } = networks.tencentBm;
  const ips = numbered((index) => `198.19.0.${index + 1}`);
  clouds.emulator.seed({
    alibaba: { fleets: [{ region: networks.alibaba.regionId, gateways: many, addresses: 0 }] },
    baidu: {
      vpcs: [{ name: 'many', region: networks.baidu.region, gatewayQuota: many }],
      gateways: numbered((index) => ({ name: `egress-${index}`, vpc: 'many', spec: 'small' })),
    },
    tencentVpc: { fleets: [{ region: networks.tencentVpc.region, gateways: many }] },
    tencentBm: {
      settings: { gatewaysPerVpc: many },
      vpcs: [
        {
          region,
          cidr: '10.77.0.0/16',
          eips: ips.map((ip) => ({ ip })),
          gateways: numbered((index) => ({ name: `egress-${index}`, eips: ips.slice(index, index + 1) })),
        },
      ],
    },
  });
  const { cidr: _, ...network } = clouds.places.memory ?? { vpc: '', subnet: '', cidr: '' };
  for (let made = 0; made < many; made += 1) {
    await clouds.nat.cloud('memory').gateways.create({ name: `egress-${made}`, network });
  }
});
afterAll(() => clouds.close());

describe.each(aliases.filter((alias) => alias !== 'tencent-bm-v3'))('%s', (alias) => {
  it('leaves no gateway when each is deleted while they are listed', async () => {
    const cloud = clouds.nat.cloud(alias);
    let deleted = 0;
    for await (const { ref } of cloud.gateways.list()) {
      await cloud.gateway(ref).delete();
      deleted += 1;
    }
    expect(deleted).toBe(many);
    expect(await cloud.gateways.list().toArray()).toEqual([]);
  });
});
