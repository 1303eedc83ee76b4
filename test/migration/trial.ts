import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clouds, createNat, systemClock } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { createEngine, fileStore, type RunRecord } from '@polynat/engine';
import {
  exportGateway,
  type GatewayDocument,
  type Mapping,
  type MigrationPlan,
  planMigration,
  readMigrated,
} from '@polynat/migrate';
import { driversFor } from './drivers.ts';
import { placeIn } from './place.ts';
import type { Task } from './task.ts';

/** What is moved, from where, and where to. */
export interface Move {
  readonly seed: unknown;
  readonly speed?: number;
  readonly from: string;
  readonly to: string;
  /** Everything the mapping says, but for the network, which is the one called `new`. */
  readonly decided: Omit<Mapping, 'network'>;
}

export interface Built {
  readonly document: GatewayDocument;
  readonly stands: ReadonlyMap<string, string>;
}

/** An emulator of its own with one gateway to move, a plan, and a folder for journals. Workers do the moving. */
export class Trial {
  readonly emulator: Emulator;
  readonly plan: MigrationPlan;
  readonly task: Task;
  readonly #nat: Clouds;
  readonly #network: string;
  readonly #folder: string;

  private constructor(emulator: Emulator, nat: Clouds, planned: Planned, folder: string) {
    this.emulator = emulator;
    this.plan = planned.plan;
    this.#network = planned.network;
    this.#nat = nat;
    this.#folder = folder;
    this.task = {
      connection: emulator.connection(),
      state: join(folder, 'runs'),
      plan: join(folder, 'plan.json'),
      command: 'apply',
    };
  }

  static async open(move: Move, emulator?: Emulator): Promise<Trial> {
    const { seed, speed = 0 } = move;
    const own = emulator ?? (await startEmulator({ strictTokens: true, speed, seed }));
    own.reset();
    const nat = createNat(driversFor(own.connection(), { clock: systemClock }));
    const planned = await planFor(nat, move);
    const folder = await mkdtemp(join(tmpdir(), 'polynat-migrate-'));
    const trial = new Trial(own, nat, planned, folder);
    await writeFile(trial.task.plan, JSON.stringify(planned.plan));
    own.clearRequests();
    return trial;
  }

  /** The new gateway as a document, and which source address each of its addresses stands for. */
  async built(): Promise<Built | undefined> {
    const gateways = this.#nat.cloud(this.plan.target.cloud).gateways.list({ network: this.#network });
    const [gateway, ...others] = await gateways.toArray();
    if (others.length > 0) throw new Error(`${others.length + 1} gateways were made`);
    if (!gateway) return undefined;
    const outcome = (await this.#record())?.outcome;
    if (outcome?.state !== 'done') throw new Error(`the run is ${outcome?.state}`);
    const { addresses } = readMigrated(outcome.output);
    const stands = new Map(Object.entries(addresses).map(([before, after]) => [after, before]));
    return { document: await exportGateway(this.#nat, gateway.ref), stands };
  }

  /** How often each operation was asked for that changes something there, by its name. */
  writes(pattern: RegExp): number {
    return this.emulator.requests().filter(({ operation }) => pattern.test(operation)).length;
  }

  /** How many different orders the target took. Where the cloud takes no token, each request is one. */
  orders(pattern: RegExp): number {
    const taken = this.emulator
      .requests()
      .filter(({ operation, faults }) => pattern.test(operation) && !faults.includes('throttle'));
    const { size } = new Set(
      taken.map(({ parameters, sequence }) => parameters.clientToken ?? parameters.ClientToken ?? sequence),
    );
    return size;
  }

  /** The steps that are still done, in the order in which they were started. */
  async done(): Promise<readonly string[]> {
    const record = await this.#record();
    return (record?.steps ?? []).filter(({ state }) => state === 'done').map(({ name }) => name);
  }

  /** Kinds of the steps that the cloud has accepted and that have not come to an end. */
  async accepted(): Promise<readonly string[]> {
    const steps = (await this.#record())?.steps ?? [];
    return steps.filter(({ state, accepted }) => state === 'started' && accepted).map(({ kind }) => kind);
  }

  /** The steps that have failed. */
  async failed(): Promise<readonly string[]> {
    const record = await this.#record();
    return (record?.steps ?? []).filter(({ state }) => state === 'failed').map(({ name }) => name);
  }

  /** Public IPs of the target that nothing uses. */
  async freeAddresses(): Promise<readonly string[]> {
    const { addresses } = this.#nat.cloud(this.plan.target.cloud);
    return (await addresses.list({ free: true }).toArray()).map(({ ip }) => ip);
  }

  /** Of those, the ones that were not there before and that the run does not know. */
  async unknownAddresses(before: readonly string[]): Promise<readonly string[]> {
    const known = JSON.stringify((await this.#record())?.steps.map(({ result }) => result));
    return (await this.freeAddresses()).filter((ip) => !before.includes(ip) && !known.includes(`"${ip}"`));
  }

  async #record(): Promise<RunRecord | undefined> {
    const engine = createEngine({ store: fileStore(this.task.state) });
    const record = await engine.get(this.plan.id);
    await engine.close();
    return record;
  }

  /** How many addresses the account of the target has. */
  async addresses(): Promise<number> {
    return (await this.#nat.cloud(this.plan.target.cloud).addresses.list().toArray()).length;
  }

  async close(): Promise<void> {
    this.emulator.checkInvariants();
    await this.#nat.close();
    await rm(this.#folder, { recursive: true });
  }
}

interface Planned {
  readonly plan: MigrationPlan;
  readonly network: string;
}

async function planFor(nat: Clouds, { from, to, decided }: Move): Promise<Planned> {
  const [gateway] = await nat.cloud(from).gateways.list().toArray();
  if (!gateway) throw new Error(`the seed has no gateway on ${from}`);
  const network = await placeIn(nat, to);
  const plan = await planMigration(nat, gateway.ref, { to, mapping: { network, ...decided } });
  if (plan.blocked) throw new Error(`the plan is blocked: ${JSON.stringify(plan.gaps)}`);
  return { plan, network: network.vpc };
}
