import type { Mutation } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { manualClock, probedSender, seededRandom } from '@polynat/testkit';
import type { Harness } from '@polynat/testkit/conformance';
import { leanSender } from '@polynat/transport';
import { type TencentVpcDriver, tencentVpc } from '../src/index.ts';

/** The operation that stands for each mutation. */
const actions: Readonly<Partial<Record<Mutation, string>>> = {
  'gateways.create': 'CreateNatGateway',
  'gateways.change': 'ModifyNatGatewayAttribute',
  'gateways.resize': 'ResetNatGatewayConnection',
  'gateways.convert': 'UpgradeNatGatewayProductVersion',
  'gateways.protect': 'ModifyNatGatewayAttribute',
  'gateways.tag': 'ModifyResourceTags',
  'gateways.delete': 'DeleteNatGateway',
  'snat.add': 'CreateNatGatewaySourceIpTranslationNatRule',
  'snat.replace': 'ModifyNatGatewaySourceIpTranslationNatRule',
  'snat.remove': 'DeleteNatGatewaySourceIpTranslationNatRule',
  'dnat.add': 'CreateNatGatewayDestinationIpPortTranslationNatRule',
  'dnat.replace': 'ModifyNatGatewayDestinationIpPortTranslationNatRule',
  'dnat.remove': 'DeleteNatGatewayDestinationIpPortTranslationNatRule',
  'addresses.allocate': 'AllocateAddresses',
  'addresses.attach': 'AssociateNatGatewayAddress',
  'addresses.detach': 'DisassociateNatGatewayAddress',
  'addresses.release': 'ReleaseAddresses',
  'sharedBandwidth.create': 'CreateBandwidthPackage',
  'sharedBandwidth.resize': 'ModifyBandwidthPackageBandwidth',
  'sharedBandwidth.join': 'AddBandwidthPackageResources',
  'sharedBandwidth.leave': 'RemoveBandwidthPackageResources',
  'sharedBandwidth.delete': 'DeleteBandwidthPackage',
};

const region = 'ap-guangzhou';
const addresses = Array.from({ length: 6 }, (_, place) => `198.19.9.${place + 1}`);

/** What the emulated cloud does where the documents are silent. */
export interface Variation {
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A driver with the emulated cloud behind it, both on one clock moved by hand. */
export async function emulated({
  settings = {},
}: Variation = {}): Promise<
  Omit<Harness, 'driver'> & { readonly emulator: Emulator; readonly driver: TencentVpcDriver }
> {
  const clock = manualClock({ autoAdvance: true });
  const seed = { tencentVpc: { settings, eips: addresses.map((ip) => ({ region, ip })) } };
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now(), seed });
  const { credentials, networks } = emulator.connection();
  const line = leanSender();
  const probe = probedSender(line, clock);
  const { vpcId, subnetId, cidr } = networks.tencentVpc;
  const driverOver = (sender: typeof probe.sender, seed: number) =>
    tencentVpc({
      region,
      credentials: credentials.tencentVpc,
      endpoint: emulator.url,
      sender,
      clock,
      random: seededRandom(seed),
    });
  return {
    emulator,
    driver: driverOver(probe.sender, 1),
    clock,
    network: { vpc: vpcId, subnet: subnetId, cidr },
    addresses,
    requests: probe.requests,
    loseNextReply(mutation) {
      const action = actions[mutation];
      if (action === undefined) throw new Error(`no operation stands for ${mutation}`);
      probe.loseNextReply((request) => request.headers['x-tc-action'] === action);
    },
    throttleNextRequest() {
      emulator.faults.append({ kind: 'throttle', cloud: 'tencentVpc', count: 1 });
    },
    waitingFaults: () => probe.waitingLosses() + emulator.faults.list().length,
    freshDriver: () => driverOver(probedSender(line, clock).sender, 2),
    async close() {
      emulator.checkInvariants();
      await line.close();
      await emulator.close();
    },
    secrets: [credentials.tencentVpc.secretKey],
  };
}
