import { createNat } from '@polynat/core';
import { startEmulator } from '@polynat/emulator';
import { manualClock, seededRandom } from '@polynat/testkit';
import { describe, expect, test } from 'vitest';
import { tencentVpc } from '../src/index.ts';

const region = 'ap-guangzhou';

/** Three gateways: one that a served table leads to, one with a route in a table without subnets, one without any. */
async function stage() {
  const clock = manualClock({ autoAdvance: true });
  const [eips, ip] = [['198.19.9.1', '198.19.9.2', '198.19.9.3'], '0.0.0.0/0'];
  const gateway = (id: string, index: number) => ({ natId: id, name: id, eips: [eips[index]] });
  const vpc = {
    region,
    vpcId: 'vpc-routes01',
    cidr: '10.8.0.0/16',
    subnets: [{ subnetId: 'subnet-routes01', cidr: '10.8.1.0/24', routeTable: 'rtb-served001' }],
    gateways: [gateway('nat-served001', 0), gateway('nat-unserved1', 1), gateway('nat-without01', 2)],
    routeTables: [
      {
        routeTableId: 'rtb-served001',
        routes: [{ destination: ip, gatewayType: 'NAT', gateway: 'nat-served001' }],
      },
      {
        routeTableId: 'rtb-unserved1',
        routes: [{ destination: ip, gatewayType: 'NAT', gateway: 'nat-unserved1' }],
      },
    ],
  };
  const emulator = await startEmulator({
    speed: 1,
    wall: () => clock.now(),
    seed: { tencentVpc: { eips: eips.map((each) => ({ region, ip: each })), vpcs: [vpc] } },
  });
  const credentials = emulator.connection().credentials.tencentVpc;
  const driver = tencentVpc({ region, credentials, endpoint: emulator.url, clock, random: seededRandom(1) });
  const nat = createNat({ shop: driver }, { clock, random: seededRandom(2) });
  const close = async () => {
    await nat.close();
    await emulator.close();
  };
  return { gateway: (id: string) => nat.use('shop').gateway(id), close };
}

describe('routes of Tencent Cloud VPC', () => {
  test('are those that lead to the gateway, with the subnets that their table serves', async () => {
    const { gateway, close } = await stage();
    expect(await gateway('nat-served001').routes().toArray()).toMatchObject([
      { table: 'rtb-served001', destination: '0.0.0.0/0', enabled: true, subnets: ['subnet-routes01'] },
    ]);
    expect(await gateway('nat-without01').routes().toArray()).toEqual([]);
    await close();
  });

  test('make a gateway ready, unless their table serves no subnet', async () => {
    const { gateway, close } = await stage();
    expect(await gateway('nat-served001').readiness()).toEqual({ ready: true, obstacles: [] });
    expect(await gateway('nat-unserved1').readiness()).toMatchObject({
      ready: false,
      obstacles: [{ code: 'no-route', reason: expect.stringContaining('serves no subnet') }],
    });
    expect(await gateway('nat-without01').readiness()).toMatchObject({
      obstacles: [{ code: 'no-route', reason: 'no route table points at it' }],
    });
    await close();
  });

  test('are waited for until the deadline, which tells what was missing', async () => {
    const { gateway, close } = await stage();
    await expect(gateway('nat-without01').wait({ until: 'ready', within: 60_000 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('no route table points at it'),
    });
    await close();
  });
});
