import { type Clouds, createNat, type Gateway } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { createEngine, type JournalStore, memoryStore, type RunRecord } from '@polynat/engine';
import { createFleetRuns, expiryOf } from '@polynat/fleet';
import { type ManualClock, manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { leanSender } from '@polynat/transport';
import { type Fate, type Life, liveOn, unlessFenced } from '../migration/doomed.ts';
import { driversFor } from '../migration/drivers.ts';

export const due = ['red', 'green'] as const;
export const months = 1;
const runId = 'renewals';

/** Prepaid gateways that are due, one that is not, and processes that renew the due ones, one after the other, and may die or freeze. */
export class Renewals {
  readonly emulator: Emulator;
  readonly nat: Clouds;
  readonly clock: ManualClock;
  /** As they were listed for the renewal. */
  readonly listed: readonly Gateway[];
  readonly #store = memoryStore();
  readonly #newClouds: () => Clouds;
  readonly #close: () => Promise<void>;

  private constructor(
    emulator: Emulator,
    clock: ManualClock,
    nat: Clouds,
    listed: readonly Gateway[],
    newClouds: () => Clouds,
    close: () => Promise<void>,
  ) {
    this.emulator = emulator;
    this.clock = clock;
    this.nat = nat;
    this.listed = listed;
    this.#newClouds = newClouds;
    this.#close = close;
  }

  static async open(): Promise<Renewals> {
    const clock = manualClock({ autoAdvance: true });
    const emulator = await startEmulator({ strictTokens: true, speed: 0, wall: () => clock.now() });
    const line = leanSender();
    const newClouds = () => {
      const random = seededRandom(5);
      const common = { clock, random, sender: probedSender(line, clock).sender };
      return createNat(driversFor(emulator.connection(), common), { clock, random });
    };
    const nat = newClouds();
    const listed = await Promise.all([...due.map((name) => buy(nat, name, 1)), buy(nat, 'grey', 12)]);
    emulator.clearRequests();
    return new Renewals(emulator, clock, nat, listed, newClouds, async () => {
      await nat.close();
      await line.close();
      await emulator.close();
    });
  }

  live(fate: Fate): Promise<Life> {
    return liveOn(this.#store, fate, (store) => this.#renew(store, this.#newClouds()));
  }

  /** The next process, which meets no mischance. */
  takeUp(): Promise<void> {
    return this.#renew(this.#store, this.nat);
  }

  /** Somebody else pays for this gateway in the console of the cloud. */
  async payElsewhere(name: string): Promise<void> {
    await this.nat.gateway(this.#gateway(name).ref).renew({ months });
  }

  /** How many months each gateway was extended by, as the cloud tells it, whoever has paid. */
  async extended(): Promise<Readonly<Record<string, number>>> {
    const now = await this.nat.cloud('baidu').gateways.list().toArray();
    return Object.fromEntries(now.map((gateway) => [gateway.name, this.#extension(gateway)]));
  }

  async record(): Promise<RunRecord | undefined> {
    const engine = createEngine({ store: this.#store, clock: this.clock });
    const record = await engine.get(runId);
    await engine.close();
    return record;
  }

  nameOf(id: string | undefined): string {
    return this.listed.find(({ ref }) => ref.id === id)?.name ?? `${id}, which nobody had listed`;
  }

  async close(): Promise<void> {
    this.emulator.checkInvariants();
    await this.#close();
  }

  #renew(store: JournalStore, nat: Clouds): Promise<void> {
    const engine = createEngine({ store, clock: this.clock, random: seededRandom(3) });
    const runs = createFleetRuns({ clouds: nat, engine });
    return runs
      .renew(this.listed.slice(0, due.length), { months }, { id: runId, concurrency: 2 })
      .then((run) => run.wait())
      .then(() => undefined, unlessFenced)
      .finally(() => engine.close());
  }

  #gateway(name: string): Gateway {
    const found = this.listed.find((gateway) => gateway.name === name);
    if (!found) throw new Error(`there is no gateway ${name}`);
    return found;
  }

  #extension(gateway: Gateway): number {
    const [before, after] = [this.#gateway(gateway.name), gateway].map((one) => expiryOf(one) ?? 0);
    return Math.round(((after ?? 0) - (before ?? 0)) / (30.4 * 86_400_000));
  }
}

async function buy(nat: Clouds, name: string, term: number): Promise<Gateway> {
  const cloud = nat.cloud('baidu');
  const [network] = (await cloud.networks?.list().toArray()) ?? [];
  return cloud.gateways.create({
    name,
    network: { vpc: network?.id ?? '' },
    size: { units: 1 },
    billing: { mode: 'prepaid', term: { months: term }, autoPay: true },
  });
}
