import type { Driver } from '@polynat/core';
import {
  type Capabilities,
  type Cloud,
  chooseSize,
  createNat,
  type DnatSpecInput,
  type Fact,
  type Feature,
  type Gateway,
  type GatewayHandle,
  type GatewayOrder,
  GatewayRef,
  type GatewaySpec,
  type Nat,
  onDemand,
  type Placement,
  type PortsInput,
  type SizeRequest,
  type SnatSpec,
  type Supported,
  subnetUse,
} from '@polynat/core';
import { seededRandom } from '../seeded-random.ts';
import type { Harness, MakeHarness } from './harness.ts';
import { Terrain } from './terrain.ts';

/** What a test of the suite works with: the portable classes over a fresh harness. */
export class Scene {
  readonly harness: Harness;
  readonly driver: Driver;
  readonly nat: Nat<{ readonly cloud: Driver }>;
  readonly cloud: Cloud;
  readonly capabilities: Capabilities;
  readonly terrain: Terrain;
  #names = 0;
  #addresses = 0;

  constructor(harness: Harness) {
    this.harness = harness;
    this.driver = harness.driver;
    this.nat = natOver(harness, harness.driver, 1);
    this.cloud = this.nat.use('cloud');
    this.capabilities = harness.driver.capabilities;
    this.terrain = new Terrain(harness.network, this.capabilities);
  }

  /** The same account in another process: nothing shared but the cloud. */
  async elsewhere(): Promise<Nat<{ readonly cloud: Driver }>> {
    return natOver(this.harness, await this.harness.freshDriver(), 2);
  }

  limits<F extends Feature>(feature: F): Supported<F> | undefined {
    const fact: Fact<F> = this.capabilities.features[feature];
    return fact.supported ? fact : undefined;
  }

  /** A free public address nobody has taken in this test. */
  address(): string {
    const ip = this.harness.addresses[this.#addresses];
    this.#addresses += 1;
    if (ip === undefined) throw new Error('the harness has too few free addresses: four are needed');
    return ip;
  }

  /** The least this cloud needs to be told to make a gateway. */
  spec(more: Partial<GatewaySpec> = {}): GatewaySpec {
    const rules = this.limits('gateways.create');
    this.#names += 1;
    return {
      name: `egress_${this.#names}`,
      network: this.#placement(more.size ?? this.harness.order?.size),
      ...(rules?.addresses === 'required' && { addresses: [this.address()] }),
      ...this.harness.order,
      ...more,
    };
  }

  #placement(request: SizeRequest | undefined): Placement {
    const { vpc, subnet } = this.harness.network;
    const rules = this.limits('gateways.create');
    const size = request && chooseSize(request, this.capabilities.sizes);
    const named = subnet !== undefined && rules && subnetUse(rules, size) !== 'unused';
    return { vpc, ...(named && { subnet }) };
  }

  /** The same as a driver receives it: with a size the cloud sells, and billing stated. */
  order(): GatewayOrder {
    const { size, billing = onDemand(), ...rest } = this.spec();
    const chosen = size && chooseSize(size, this.capabilities.sizes);
    return { ...rest, billing, ...(chosen && { size: chosen }) };
  }

  async gateway(
    more?: Partial<GatewaySpec>,
  ): Promise<{ readonly gateway: Gateway; readonly handle: GatewayHandle }> {
    const gateway = await this.cloud.gateways.create(this.spec(more));
    return { gateway, handle: this.nat.gateway(gateway.ref) };
  }

  /** A gateway with an address that rules of this kind can use. */
  async equipped(kind: 'snat' | 'dnat'): Promise<{ readonly handle: GatewayHandle; readonly ip: string }> {
    const { gateway, handle } = await this.gateway();
    const [given] = gateway.addresses;
    const ip = given?.ip ?? (await this.attach(handle, kind));
    return { handle, ip };
  }

  async attach(handle: GatewayHandle, kind: 'snat' | 'dnat'): Promise<string> {
    const ip = this.address();
    const purpose = this.limits('addresses.pools') ? kind : 'any';
    await handle.addresses.attach(ip, { purpose });
    return ip;
  }

  /** A rule for the nth source, with a name where this cloud insists on one. */
  snatRule(index: number, more: Partial<SnatSpec> = {}): SnatSpec {
    const named = this.limits('snat.names')?.required;
    return { source: this.terrain.source(index), ...(named && { name: `rule-${index}` }), ...more };
  }

  /** The nth port forwarded to the nth host. */
  dnatRule(
    ip: string,
    index: number,
    outside: PortsInput = 10_000 + index,
    inside: PortsInput = 80,
  ): DnatSpecInput {
    return {
      protocol: 'tcp',
      public: { address: ip, ports: outside },
      private: { address: this.terrain.host(index), ports: inside },
    };
  }

  /** A whole address forwarded to a host. */
  dnatAny(ip: string): DnatSpecInput {
    return { protocol: 'any', public: { address: ip }, private: { address: this.terrain.host(0) } };
  }

  /** Names a gateway that does not exist, for calls that must fail before they ask. */
  nobody(): GatewayHandle {
    const { vpc } = this.harness.network;
    return this.nat.gateway(
      new GatewayRef('cloud', { region: this.driver.region, network: vpc, id: 'nat-nobody' }),
    );
  }

  async close(): Promise<void> {
    await this.nat.close();
    await this.harness.close();
  }
}

const natOver = ({ clock }: Harness, driver: Driver, seed: number) =>
  createNat({ cloud: driver }, { clock, random: seededRandom(seed) });

/** Takes one test: a sentence, and the story that proves it. */
type Tell = (sentence: string, story: (scene: Scene) => Promise<void>) => void;

/** Tests that belong together, as data: whoever runs them decides how. */
export interface Topic {
  readonly title: string;
  readonly tests: (test: Tell) => void;
}

export const topic = (title: string, tests: Topic['tests']): Topic => ({ title, tests });

/** Tells one story over a fresh harness, which is closed afterwards whatever happens. */
export async function play(makeHarness: MakeHarness, story: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = new Scene(await makeHarness());
  try {
    await story(scene);
    const missed = scene.harness.waitingFaults();
    if (missed > 0)
      throw new Error(`${missed} planned faults never happened: see the harness' loseNextReply`);
  } finally {
    await scene.close();
  }
}
