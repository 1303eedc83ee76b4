import type { Mutation } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { manualClock, probedSender, seededRandom } from '@polynat/testkit';
import type { Harness } from '@polynat/testkit/conformance';
import { leanSender, type Sender } from '@polynat/transport';
import { type BaiduDriver, baidu } from '../src/index.ts';

/** How the request of each mutation begins on the wire; what follows is the client token. */
const lines: Readonly<Partial<Record<Mutation, RegExp>>> = {
  'gateways.create': /^POST \/v1\/nat\?/,
  'gateways.change': /^PUT \/v1\/nat\/[^/]+\?clientToken=/,
  'gateways.resize': /^PUT \/v1\/nat\/[^/]+\?resize/,
  'gateways.protect': /^PUT \/v1\/nat\/[^/]+\/deleteProtect\?/,
  'gateways.delete': /^DELETE \/v1\/nat\/[^/]+\?/,
  'snat.add': /^POST \/v1\/nat\/[^/]+\/snatRule\?/,
  'snat.addAll': /^POST \/v1\/nat\/snatRule\/batchCreate\?/,
  'snat.replace': /^PUT \/v1\/nat\/[^/]+\/snatRule\//,
  'snat.remove': /^DELETE \/v1\/nat\/[^/]+\/snatRule\//,
  'dnat.add': /^POST \/v1\/nat\/[^/]+\/dnatRule\?/,
  'dnat.addAll': /^POST \/v1\/nat\/[^/]+\/dnatRule\/batchCreate\?/,
  'dnat.replace': /^PUT \/v1\/nat\/[^/]+\/dnatRule\//,
  'dnat.remove': /^DELETE \/v1\/nat\/[^/]+\/dnatRule\//,
  'addresses.allocate': /^POST \/v1\/eip\?/,
  'addresses.attach': /^PUT \/v1\/nat\/[^/]+\?bind/,
  'addresses.detach': /^PUT \/v1\/nat\/[^/]+\?unbind/,
  'addresses.release': /^DELETE \/v1\/eip\//,
  'sharedBandwidth.create': /^POST \/v1\/eipgroup\?/,
  'sharedBandwidth.resize': /^PUT \/v1\/eipgroup\/[^/]+\?resize/,
  'sharedBandwidth.join': /^PUT \/v1\/eipgroup\/[^/]+\?move_in/,
  'sharedBandwidth.leave': /^PUT \/v1\/eipgroup\/[^/]+\?move_out/,
  'sharedBandwidth.delete': /^DELETE \/v1\/eipgroup\//,
  'billing.renew': /^PUT \/v1\/nat\/[^/]+\?purchaseReserved/,
};

/** The deadlines of the suite are on its own clock; how long loopback really takes is no part of it. */
function untimed(sender: Sender): Sender {
  return {
    send: (request, options) => sender.send(request, { ...options, timeout: 30_000 }),
    close: () => sender.close(),
  };
}

/** A driver with the emulated cloud behind it, both on one clock moved by hand. */
export async function emulated(): Promise<
  Harness & { readonly emulator: Emulator; readonly driver: BaiduDriver }
> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now() });
  const { credentials, networks } = emulator.connection();
  const line = untimed(leanSender());
  const probe = probedSender(line, clock);
  const { vpcId, subnetId, cidr, eips } = networks.baidu;
  const driverOver = (sender: typeof probe.sender, seed: number) =>
    baidu({
      region: 'bj',
      credentials: credentials.baidu,
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
    addresses: eips,
    requests: probe.requests,
    loseNextReply(mutation) {
      const begins = lines[mutation];
      if (begins === undefined) throw new Error(`no request of Baidu stands for ${mutation}`);
      probe.loseNextReply(({ method, url }) => begins.test(`${method} ${url.slice(emulator.url.length)}`));
    },
    throttleNextRequest() {
      emulator.faults.append({ kind: 'throttle', cloud: 'baidu', count: 1 });
    },
    waitingFaults: () => probe.waitingLosses() + emulator.faults.list().length,
    freshDriver: () => driverOver(probedSender(line, clock).sender, 2),
    async close() {
      emulator.checkInvariants();
      await line.close();
      await emulator.close();
    },
    secrets: [credentials.baidu.secretAccessKey],
  };
}
