import { type Clouds, createNat, NatError, type Placement } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { createEngine, type Engine, memoryStore } from '@polynat/engine';
import { createMigrations, type Migrations, type MigrationsOptions } from '@polynat/migrate';
import { type ManualClock, manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { leanSender } from '@polynat/transport';
import { driversFor } from './drivers.ts';
import { placeIn } from './place.ts';
import { seed } from './seed.ts';

export interface Stage {
  readonly emulator: Emulator;
  readonly nat: Clouds;
  /** Those of another process, which waits for nobody of this one. */
  readonly newClouds: () => Clouds;
  readonly clock: ManualClock;
  readonly engine: Engine;
  readonly migrations: Migrations;
  /** The same, but whatever a run has built is found to be wrong. */
  readonly doubting: () => Migrations;
  /** The gateway the cloud was seeded with. */
  gatewayOn(alias: string): Promise<string>;
  /** Where a new gateway can stand. */
  placeOn(alias: string): Promise<Placement>;
  close(): Promise<void>;
}

/** The real adapters in front of an emulator that finishes everything at once. */
export async function openStage(seeded: unknown = seed): Promise<Stage> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({
    strictTokens: true,
    speed: 0,
    wall: () => clock.now(),
    seed: seeded,
  });
  const line = leanSender();
  const random = seededRandom(5);
  const newClouds = (): Clouds =>
    createNat(
      driversFor(emulator.connection(), { clock, random, sender: probedSender(line, clock).sender }),
      { clock, random },
    );
  const nat = newClouds();
  const newEngine = () => createEngine({ store: memoryStore(), clock, random });
  const engine = newEngine();
  return {
    emulator,
    nat,
    newClouds,
    clock,
    engine,
    migrations: createMigrations({ nat, engine, clock }),
    doubting: () => createMigrations({ nat, engine: refusingToVerify(newEngine()), clock }),
    gatewayOn: (alias) => seededGateway(nat, alias),
    placeOn: (alias) => placeIn(nat, alias),
    async close() {
      emulator.checkInvariants();
      await line.close();
      await emulator.close();
    },
  };
}

async function seededGateway(nat: Clouds, alias: string): Promise<string> {
  const [gateway] = await nat.cloud(alias).gateways.list().toArray();
  if (!gateway) throw new Error(`${alias} has no gateway`);
  return `${gateway.ref}`;
}

function refusingToVerify(engine: Engine): MigrationsOptions['engine'] {
  const refuse = () => Promise.reject(new NatError('failed-precondition', 'this is not as planned'));
  return {
    operation: (kind, handler) => engine.operation(kind, kind === 'verify' ? { run: refuse } : handler),
    procedure: (name, version, procedure) => engine.procedure(name, version, procedure),
    start: (procedure, input, options) => engine.start(procedure, input, options),
    enqueue: (procedure, input, options) => engine.enqueue(procedure, input, options),
    resume: (id) => engine.resume(id),
    rollBack: (id) => engine.rollBack(id),
    get: (id) => engine.get(id),
    signal: (...told) => engine.signal(...told),
  };
}
