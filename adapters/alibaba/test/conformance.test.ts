import type { GatewayKey } from '@polynat/core';
import { type Harness, runConformance } from '@polynat/testkit/conformance';
import { openStage, type Stage } from './stage.ts';

/** The request that carries out each mutation. */
const actions: Readonly<Record<string, string>> = {
  'gateways.create': 'CreateNatGateway',
  'gateways.resize': 'ModifyNatGatewaySpec',
  'gateways.delete': 'DeleteNatGateway',
  'snat.add': 'CreateSnatEntry',
  'snat.remove': 'DeleteSnatEntry',
  'dnat.add': 'CreateForwardEntry',
  'dnat.remove': 'DeleteForwardEntry',
  'addresses.allocate': 'AllocateEipAddress',
  'addresses.attach': 'AssociateEipAddress',
  'bandwidth.create': 'CreateBandwidthPackage',
  'sharedBandwidth.create': 'CreateCommonBandwidthPackage',
  'sharedBandwidth.resize': 'ModifyCommonBandwidthPackageSpec',
  'sharedBandwidth.join': 'AddCommonBandwidthPackageIps',
  'sharedBandwidth.leave': 'RemoveCommonBandwidthPackageIp',
  'sharedBandwidth.delete': 'DeleteCommonBandwidthPackage',
};

/** Here Enhanced gateways are paid by usage, by size and ahead, and Normal ones can be converted. */
const region = 'eu-central-1';

runConformance('alibaba', async (): Promise<Harness> => {
  const stage = await openStage(region, { seed: { alibaba: { addresses: [{ region, count: 6 }] } } });
  const driver = stage.driver();
  const free = await driver.addresses.list({ free: true }, undefined, stage.call());
  return {
    driver,
    clock: stage.clock,
    network: await readyNetwork(stage),
    addresses: free.items.map(({ ip }) => ip),
    secrets: stage.secrets,
    requests: () => stage.emulator.requests().length,
    loseNextReply: (mutation) =>
      stage.emulator.faults.append({
        kind: 'reset-after',
        cloud: 'alibaba',
        operation: actions[mutation] ?? missingAction(mutation),
        count: 1,
      }),
    throttleNextRequest: () => stage.emulator.faults.append({ kind: 'throttle', cloud: 'alibaba', count: 1 }),
    waitingFaults: () => stage.emulator.faults.list().length,
    packageGateway: () => plantNormal(stage),
    olderGateway: () => plantNormal(stage),
    freshDriver: () => stage.driver(),
    close: () => stage.close(),
  };
});

/** The VPC the emulator begins with in every region, and its first vSwitch. */
async function readyNetwork({ driver, call }: Stage): Promise<Harness['network']> {
  const { networks } = driver();
  const [vpc] = (await networks.list(undefined, call())).items;
  const [subnet] = (await networks.subnets(vpc?.id ?? '', undefined, call())).items;
  if (!vpc || !subnet) throw new Error('the emulator has no ready network');
  return { vpc: vpc.id, subnet: subnet.id, cidr: subnet.cidr };
}

function missingAction(mutation: string): never {
  throw new Error(`name the action behind ${mutation}`);
}

/** A gateway of the first generation in the ready network; the only kind that takes bandwidth packages and can be converted. */
async function plantNormal({ emulator, driver, call }: Stage): Promise<GatewayKey> {
  emulator.seed({ alibaba: { gateways: [{ region, natType: 'Normal' }] } });
  const { items } = await driver().gateways.list({}, undefined, call());
  const planted = items.find(({ generation }) => generation === 'normal');
  if (!planted) throw new Error('the seed has planted no Normal gateway');
  return planted.key;
}
