import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { type Clouds, createNat, type DnatSpec, type GatewaySpec, type SnatSpec } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { createEngine, type Engine, fileStore } from '@polynat/engine';
import { createMigrations, type Migrations, readPlan, renderPlan } from '@polynat/migrate';
import { manualClock } from '@polynat/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driversFor } from './migration/drivers.ts';
import { seed } from './migration/seed.ts';

/**
 * What version 0.1 left on disk: two plans; a run killed after it had created gateway, addresses and rules, before it noted the last
 * rule; and a run whose rollback failed.
 */
const stored = fileURLToPath(new URL('./stored/', import.meta.url));
const killed = 'b246d4d171aa6726f32151a36f8a479b';
const failedToRollBack = '0c5eab964360de9acc40de99bbc77d75';

const jsonOf = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(stored, name), 'utf8'));

describe('a plan that version 0.1 stored', () => {
  it.each(['plan.json', 'migration-plan.json'])('is read: %s', async (name) => {
    const plan = readPlan(await jsonOf(name));
    expect(plan.blocked).toBe(false);
    const text = renderPlan(plan);
    for (const { title } of plan.stages) expect(text).toContain(title);
  });

  it('is refused when somebody edited it', async () => {
    const plan = readPlan(await jsonOf('plan.json'));
    expect(() => readPlan({ ...plan, target: { cloud: 'elsewhere' } })).toThrow(/changed after it was made/);
  });
});

let folder: string;
let emulator: Emulator;
let nat: Clouds;
let engine: Engine;
let migrations: Migrations;

beforeEach(async () => {
  const clock = manualClock({ autoAdvance: true });
  emulator = await startEmulator({ speed: 0, seed });
  nat = createNat(driversFor(emulator.connection(), { clock }), { clock });
  folder = await mkdtemp(join(tmpdir(), 'polynat-stored-'));
  await cp(join(stored, 'runs'), folder, { recursive: true });
  await renameInJournals(await rebuildWorld());
  emulator.clearRequests();
  engine = createEngine({ store: fileStore(folder), clock });
  migrations = createMigrations({ nat, engine, clock });
});

afterEach(async () => {
  emulator.checkInvariants();
  await engine.close();
  await nat.close();
  await emulator.close();
  await rm(folder, { recursive: true });
});

describe('a run that version 0.1 stored', () => {
  it('is listed with its state', async () => {
    const { runs } = await engine.list();
    expect(runs.map(({ id, state }) => [id, state])).toEqual([
      [killed, 'suspended'],
      [failedToRollBack, 'rollback-failed'],
    ]);
  });

  it.each([
    ['applying its plan again', async () => migrations.apply(await jsonOf('plan.json'))],
    ['resuming it', () => migrations.resume(killed)],
  ])('goes on to its end by %s, and orders nothing again', async (_how, goOn) => {
    const outcome = await (await goOn()).wait();
    expect(outcome).toMatchObject({ state: 'done' });
    const [gateway] = await newGateways();
    if (!gateway) throw new Error('the gateway is gone');
    const handle = nat.gateway(gateway.ref);
    expect([await handle.snat.list().toArray(), await handle.dnat.list().toArray()]).toMatchObject([
      [{ name: 'web' }, { name: 'app' }],
      [{ name: 'https' }],
    ]);
    expect(writes()).toEqual([]);
  });

  it('is rolled back: everything it made is gone', async () => {
    const outcome = await (await migrations.rollBack(killed)).wait();
    expect(outcome).toMatchObject({ state: 'rolled-back' });
    expect(await newGateways()).toEqual([]);
    expect(await nat.cloud('alibaba').addresses.list({ free: true }).toArray()).toEqual([]);
  });
});

const newGateways = () => nat.cloud('alibaba').gateways.list({ network: 'vpc-new' }).toArray();

const writes = (): readonly string[] =>
  emulator
    .requests()
    .map(({ operation }) => operation)
    .filter((operation) => /^(Create|Allocate|Associate)/.test(operation));

interface StoredLine {
  readonly type: string;
  readonly name?: string;
  readonly kind?: string;
  readonly args?: object;
  readonly result?: { readonly ip?: string; readonly id?: string; readonly ref?: string };
}

/** Makes in a fresh emulator what the killed run had made, and tells which id or address stands for which of the stored ones. */
async function rebuildWorld(): Promise<ReadonlyMap<string, string>> {
  const lines = linesOf(await readFile(join(folder, `run-${killed}`, '1.jsonl'), 'utf8'));
  const renamed = new Map<string, string>();
  const done = (kind: string) => lines.filter((line) => line.type === 'done' && line.kind === kind);
  const argumentsOf = <T>({ args = {} }: StoredLine): T =>
    JSON.parse(renameAll(JSON.stringify(args), renamed));
  for (const { result } of done('address.allocate')) {
    const { ip, id = '' } = await nat.cloud('alibaba').addresses.allocate({ bandwidthMbps: 5 });
    renamed.set(result?.ip ?? '', ip).set(result?.id ?? '', id);
  }
  for (const line of done('gateway.create')) {
    const { spec } = argumentsOf<{ readonly spec: GatewaySpec }>(line);
    const { ref } = await nat.cloud('alibaba').gateways.create(spec);
    renamed.set(line.result?.ref?.split('/').at(-1) ?? '', ref.id);
  }
  for (const line of done('address.attach')) {
    const { ref, ip } = argumentsOf<{ readonly ref: string; readonly ip: string }>(line);
    await nat.gateway(ref).addresses.attach(ip);
  }
  for (const line of lines.filter(({ type }) => type === 'intended')) {
    const id = await addRule(line.kind, argumentsOf(line));
    const noted = lines.find(({ type, name }) => type === 'done' && name === line.name)?.result?.id;
    if (id !== undefined && noted !== undefined) renamed.set(noted, id);
  }
  return renamed;
}

interface StoredRule {
  readonly ref: string;
  readonly rule: SnatSpec & DnatSpec;
}

async function addRule(kind: string | undefined, { ref, rule }: StoredRule): Promise<string | undefined> {
  if (kind === 'snat.add') return (await nat.gateway(ref).snat.add(rule)).id;
  if (kind === 'dnat.add') return (await nat.gateway(ref).dnat.add(rule)).id;
  return undefined;
}

/** The same lines about the rebuilt world, each with its checksum, which goes on from the line before. */
async function renameInJournals(renamed: ReadonlyMap<string, string>): Promise<void> {
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.jsonl')) continue;
    const text = await readFile(join(folder, file), 'utf8');
    let checksum = 0;
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => {
        const body = renameAll(line.slice(9), renamed);
        checksum = crc32(body, checksum);
        return `${checksum.toString(16).padStart(8, '0')} ${body}\n`;
      });
    await writeFile(join(folder, file), lines.join(''));
  }
}

const linesOf = (text: string): readonly StoredLine[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line.slice(9)));

const renameAll = (text: string, renamed: ReadonlyMap<string, string>): string =>
  [...renamed].reduce((known, [before, now]) => known.replaceAll(before, now), text);
