import type { Mutation } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { manualClock, probedSender, seededRandom } from '@polynat/testkit';
import type { Harness } from '@polynat/testkit/conformance';
import { leanSender } from '@polynat/transport';
import { type Api, type TencentBmDriver, type TencentBmOptions, tencentBm } from '../src/index.ts';
import { actionOf } from './wire-forms.ts';

/** How a request travels, and what the emulated cloud does where the pages disagree. */
interface Variation extends Pick<TencentBmOptions, 'method' | 'signatureMethod'> {
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The operation that stands for each mutation. Rules of version 2 are for single servers in this suite, of version 3 for subnets. */
const actions: Readonly<Record<Api, Readonly<Partial<Record<Mutation, string>>>>> = {
  v2: {
    'gateways.create': 'CreateBmNatGateway',
    'gateways.change': 'ModifyBmNatGateway',
    'gateways.resize': 'UpgradeBmNatGateway',
    'gateways.delete': 'DeleteBmNatGateway',
    'snat.add': 'BindIpsToBmNatGateway',
    'snat.remove': 'UnbindIpsToBmNatGateway',
    'addresses.allocate': 'EipBmApply',
    'addresses.attach': 'EipBindBmNatGateway',
    'addresses.detach': 'EipUnBindBmNatGateway',
    'addresses.release': 'EipBmDelete',
  },
  v3: {
    'gateways.create': 'CreateNatGateway',
    'gateways.resize': 'UpgradeNatGateway',
    'gateways.delete': 'DeleteNatGateway',
    'snat.add': 'BindSubnetsToNatGateway',
    'snat.remove': 'UnbindSubnetsFromNatGateway',
    'addresses.allocate': 'CreateEip',
    'addresses.attach': 'BindEipsToNatGateway',
    'addresses.detach': 'UnbindEipsFromNatGateway',
    'addresses.release': 'DeleteEip',
  },
};

/** A driver with the emulated cloud behind it, both on one clock moved by hand. */
export async function emulated<A extends Api>(
  api: A,
  { settings = {}, ...style }: Variation = {},
): Promise<Omit<Harness, 'driver'> & { readonly emulator: Emulator; readonly driver: TencentBmDriver<A> }> {
  const clock = manualClock({ autoAdvance: true });
  const seed = { tencentBm: { settings } };
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now(), seed });
  const { credentials, networks } = emulator.connection();
  const line = leanSender();
  const probe = probedSender(line, clock);
  const { region, vpcId, subnetId, cidr, eips } = networks.tencentBm;
  const driverOver = (sender: typeof probe.sender, seed: number) =>
    tencentBm<A>({
      ...style,
      region,
      api,
      credentials: credentials.tencentBm,
      endpoint: emulator.url,
      vpc: vpcId,
      sender,
      clock,
      random: seededRandom(seed),
    });
  const subnets = await driverOver(line, 3).networks.subnets(vpcId, undefined, {
    signal: new AbortController().signal,
    deadline: clock.now() + 60_000,
    token: 'subnets',
  });
  return {
    emulator,
    driver: driverOver(probe.sender, 1),
    clock,
    network: {
      vpc: vpcId,
      subnet: subnetId,
      cidr,
      furtherSubnets: subnets.items.map(({ id }) => id).filter((id) => id !== subnetId),
    },
    addresses: eips,
    requests: probe.requests,
    loseNextReply(mutation) {
      const action = actions[api][mutation];
      if (action === undefined) throw new Error(`no operation of ${api} stands for ${mutation}`);
      probe.loseNextReply((request) => actionOf(request) === action);
    },
    throttleNextRequest() {
      emulator.faults.append({ kind: 'throttle', cloud: 'tencentBm', count: 1 });
    },
    waitingFaults: () => probe.waitingLosses() + emulator.faults.list().length,
    freshDriver: () => driverOver(probedSender(line, clock).sender, 2),
    async close() {
      emulator.checkInvariants();
      await line.close();
      await emulator.close();
    },
    secrets: [credentials.tencentBm.secretKey],
  };
}
