import type { Nat } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { connect } from '@polynat/example-connect';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publish } from '../src/publish.ts';

const seed = {
  alibaba: { gateways: [{ region: 'cn-qingdao', name: 'shop', addresses: 1 }] },
  baidu: { gateways: [{ name: 'shop', spec: 'small', dnatEips: 1 }] },
  tencentBm: {
    vpcs: [
      {
        region: 'ap-guangzhou',
        cidr: '10.9.0.0/16',
        eips: [{ ip: '198.19.0.10' }],
        gateways: [{ name: 'shop', eips: ['198.19.0.10'] }],
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

const shopOn = async (alias: string) => {
  const [shop] = await nat.cloud(alias).gateways.list({ name: 'shop' }).take(1);
  return nat.gateway(shop?.ref ?? '');
};
const insideOf = { alibaba: '10.1.0.10', baidu: '192.168.0.10' } as const;
const web = (host: string) => ({ name: 'web', protocol: 'tcp', port: 443, host, hostPort: 8443 }) as const;

describe.each(['alibaba', 'baidu'] as const)('on %s', (alias) => {
  it('leads a public port to the host', async () => {
    const gateway = await shopOn(alias);
    const url = await publish(nat.cloud(alias), gateway.ref, web(insideOf[alias]));
    const [address] = await gateway.addresses.list().toArray();
    expect(url).toBe(`tcp://${address?.ip}:443`);
    expect(await gateway.dnat.list().toArray()).toMatchObject([
      {
        protocol: 'tcp',
        public: { address: address?.ip, ports: { from: 443, to: 443 } },
        private: { address: insideOf[alias], ports: { from: 8443, to: 8443 } },
        state: 'available',
      },
    ]);
  });

  it('may be published again, while another host on that port is refused', async () => {
    const gateway = await shopOn(alias);
    const url = await publish(nat.cloud(alias), gateway.ref, web(insideOf[alias]));
    expect(await publish(nat.cloud(alias), gateway.ref, web(insideOf[alias]))).toBe(url);
    const other = web(insideOf[alias].replace(/10$/, '11'));
    await expect(publish(nat.cloud(alias), gateway.ref, other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await gateway.dnat.list().toArray()).toHaveLength(1);
  });
});

it('says what to do on a cloud that forwards no ports, and asks it for nothing', async () => {
  const gateway = await shopOn('tencent-bm');
  emulator.clearRequests();
  await expect(publish(nat.cloud('tencent-bm'), gateway.ref, web('10.9.0.4'))).rejects.toMatchObject({
    code: 'unsupported',
    remedy: expect.stringMatching(/./),
  });
  expect(emulator.requests()).toEqual([]);
});
