import { type Clouds, createNat, type Driver, NatError } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import {
  createEngine,
  type JournalStore,
  type Json,
  memoryStore,
  type RollBackOptions,
  type RunOutcome,
  type RunRecord,
  type StateOptions,
} from '@polynat/engine';
import {
  createMigrations,
  exportGateway,
  type GatewayDocument,
  type Mapping,
  type MigrationPlan,
  planChange,
  planMigration,
} from '@polynat/migrate';
import { type ManualClock, manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { MortalStore } from '@polynat/testkit/engine';
import { leanSender } from '@polynat/transport';
import { appending, type Fate, type Life, liveOn, unlessFenced } from './doomed.ts';
import { driversFor } from './drivers.ts';
import { moves } from './moves.ts';
import { placeIn } from './place.ts';
import { applyThrough, by, through } from './through.ts';

export type Target = keyof typeof moves;

/**
 * When a process dies. `intended`: before anything was sent. `answered`: the cloud has answered, and the journal knows nothing of it.
 * `accepted`: the journal knows that the cloud has accepted it, and nothing of what came later.
 */
export interface Death {
  readonly type: 'intended' | 'answered' | 'accepted';
  readonly kind: string;
}

export interface Crossing {
  readonly from: Target;
  readonly to: Target;
  readonly decided: Omit<Mapping, 'network'>;
}

/** A plan in front of an emulator, and processes that work on it one after the other and may die. */
export class Mishap {
  readonly emulator: Emulator;
  readonly nat: Clouds;
  readonly clock: ManualClock;
  readonly plan: MigrationPlan;
  readonly target: Target;
  readonly #store = memoryStore();
  /** Calls of a dead process never end, and keep their places in its queues: every process has clouds of its own. */
  readonly #newClouds: () => Clouds;
  readonly #close: () => Promise<void>;

  private constructor(
    emulator: Emulator,
    nat: Clouds,
    clock: ManualClock,
    plan: MigrationPlan,
    target: Target,
    newClouds: () => Clouds,
    close: () => Promise<void>,
  ) {
    this.emulator = emulator;
    this.nat = nat;
    this.clock = clock;
    this.plan = plan;
    this.target = target;
    this.#newClouds = newClouds;
    this.#close = close;
  }

  /** A migration of the seeded gateway to this cloud. */
  static open(target: Target): Promise<Mishap> {
    return Mishap.openMove({ ...moves[target], to: target });
  }

  static openMove({ from, to, decided }: Crossing): Promise<Mishap> {
    return Mishap.openWith(to, async (nat, clock) => {
      const mapping = { network: await placeIn(nat, to), ...decided };
      return planMigration(nat, await seededOn(nat, from), { to, mapping, clock });
    });
  }

  /** A change of the gateway that is seeded on this cloud. */
  static openChange(target: Target, edit: (document: GatewayDocument) => GatewayDocument): Promise<Mishap> {
    return Mishap.openWith(target, async (nat, clock) => {
      const ref = await seededOn(nat, target);
      return planChange(nat, ref, edit(await exportGateway(nat, ref)), { clock });
    });
  }

  private static async openWith(
    target: Target,
    makePlan: (nat: Clouds, clock: ManualClock) => Promise<MigrationPlan>,
  ): Promise<Mishap> {
    const { seed } = moves[target];
    const clock = manualClock({ autoAdvance: true });
    const emulator = await startEmulator({ strictTokens: true, speed: 0, wall: () => clock.now(), seed });
    const line = leanSender();
    const newClouds = () => clouds(emulator, clock, probedSender(line, clock).sender);
    const nat = newClouds();
    const plan = await makePlan(nat, clock);
    emulator.clearRequests();
    return new Mishap(emulator, nat, clock, plan, target, newClouds, async () => {
      emulator.checkInvariants();
      await line.close();
      await emulator.close();
    });
  }

  /** A process that applies the plan, or resumes its run; `died` when it came to its death. */
  async apply(death?: Death, nat = death ? this.#newClouds() : this.nat): Promise<RunOutcome | 'died'> {
    const mortal = new MortalStore(this.#store);
    const { engine, migrations } = this.#process(death ? dyingAt(mortal, death) : mortal, nat);
    const ended = applyThrough(migrations, this.plan);
    const outcome = await Promise.race([ended, mortal.died.then(() => 'died' as const)]);
    if (outcome !== 'died') await engine.close();
    return outcome;
  }

  live(fate: Fate): Promise<Life> {
    return liveOn(this.#store, fate, (store) => {
      const { engine, migrations } = this.#process(store, this.#newClouds());
      return applyThrough(migrations, this.plan)
        .catch(unlessFenced)
        .finally(() => engine.close());
    });
  }

  async record(): Promise<RunRecord | undefined> {
    const engine = createEngine({ store: this.#store, clock: this.clock });
    const record = await engine.get(this.plan.id);
    await engine.close();
    return record;
  }

  async resume(nat: Clouds = this.nat, stated: StateOptions = {}): Promise<RunOutcome> {
    const { engine, migrations } = this.#process(this.#store, nat);
    const outcome = await through(migrations, await migrations.resume(this.plan.id, stated));
    await engine.close();
    return outcome;
  }

  async rollBack(nat: Clouds = this.nat, stated: RollBackOptions = {}): Promise<RunOutcome> {
    const { engine, migrations } = this.#process(this.#store, nat);
    const outcome = await (
      await migrations.rollBack(this.plan.id, { by, ...stated, switchedBack: true })
    ).wait();
    await engine.close();
    return outcome;
  }

  /** The same clouds, whose target refuses to tell how accepted work goes. */
  refusingPolls(): Clouds {
    const drivers = driversFor(this.emulator.connection(), { clock: this.clock });
    const refuse = () => Promise.reject(new NatError('forbidden', 'the key may not read'));
    const target = drivers[this.target];
    if (!target) throw new Error(`nothing drives ${this.target}`);
    const blind: Driver = Object.create(target, { poll: { value: refuse } });
    return createNat({ ...drivers, [this.target]: blind }, { clock: this.clock });
  }

  async gateways() {
    const network = (await placeIn(this.nat, this.target)).vpc;
    return this.nat.cloud(this.target).gateways.list({ network }).toArray();
  }

  async addresses(): Promise<readonly string[]> {
    const addresses = await this.nat.cloud(this.target).addresses.list().toArray();
    return addresses.map(({ ip }) => ip).sort();
  }

  orders(operation: RegExp): number {
    return this.emulator.requests().filter((request) => operation.test(request.operation)).length;
  }

  async close(): Promise<void> {
    await this.nat.close();
    await this.#close();
  }

  #process(store: JournalStore, nat: Clouds) {
    const { clock } = this;
    const engine = createEngine({ store, clock, random: seededRandom(3) });
    return { engine, migrations: createMigrations({ nat, engine, clock }) };
  }
}

async function seededOn(nat: Clouds, alias: string): Promise<string> {
  const [gateway] = await nat.cloud(alias).gateways.list().toArray();
  if (!gateway) throw new Error(`the seed has no gateway on ${alias}`);
  return `${gateway.ref}`;
}

type Sender = Parameters<typeof driversFor>[1]['sender'];

function clouds(emulator: Emulator, clock: ManualClock, sender: Sender): Clouds {
  const random = seededRandom(5);
  const drivers = driversFor(emulator.connection(), { clock, random, ...(sender && { sender }) });
  return createNat(drivers, { clock, random });
}

/** The lines of an operation at which it dies. They are lost, but for an `intended` one. */
const lastLines: Readonly<Record<Death['type'], ReadonlySet<string | undefined>>> = {
  intended: new Set(['intended']),
  answered: new Set(['accepted', 'done']),
  accepted: new Set(['done']),
};

function dyingAt(mortal: MortalStore, { type, kind }: Death): JournalStore {
  const names = new Set<string | undefined>();
  const isLast = (line: Json) => {
    const { type: written, kind: about, name } = line as { type?: string; kind?: string; name?: string };
    if (about === kind) names.add(name);
    return names.has(name) && lastLines[type].has(written);
  };
  return appending(mortal, async (segment, line) => {
    if (isLast(line) && type === 'intended') await segment.append(line);
    if (isLast(line)) await mortal.kill();
    await segment.append(line);
  });
}
