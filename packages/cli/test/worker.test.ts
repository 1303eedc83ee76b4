import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gateway, Network } from '@polynat/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { PostgresServer } from '../../engine-postgres/test/postgres.ts';
import { fleet } from '../src/demo/fleet.ts';
import { openTerminal, type Terminal } from './stage.ts';

let server: PostgresServer;
let terminal: Terminal;
beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);
afterAll(() => server.stop(), 60_000);
beforeEach(async () => {
  terminal = await openTerminal(fleet);
});
afterEach(() => terminal.close());

const firstSchema = z.strictObject({ worker: z.string(), health: z.url() });

/** `polynat worker --json` until `stop`; `events` grows as it prints. */
function startWorker(...words: readonly string[]) {
  const interruption = new AbortController();
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const out = (text: string) => {
    lines.push(...text.trimEnd().split('\n'));
    for (const look of waiting) look();
  };
  const ended = terminal.typeWith(
    { ...surroundings(), out, signal: interruption.signal },
    ...['worker', '--json', ...words],
  );
  const line = (wanted: (event: Record<string, unknown>) => boolean) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const look = () => {
        const found = lines.map((text) => JSON.parse(text)).find(wanted);
        if (found) resolve(found);
      };
      waiting.add(look);
      look();
    });
  const stop = () => {
    interruption.abort(new Error('interrupted'));
    return ended;
  };
  return { line, stop };
}

const surroundings = () => ({
  environment: {
    POLYNAT_EMULATOR: terminal.emulator.url,
    POLYNAT_STATE: join(terminal.folder, 'runs'),
    POLYNAT_DATABASE: server.url,
  },
});

async function typed<T>(...words: readonly string[]): Promise<T> {
  const { exit, out, err } = await terminal.typeWith(surroundings(), ...words, '--json');
  if (exit !== 0) throw new Error(`polynat ${words.join(' ')} ended with ${exit}: ${err}`);
  return JSON.parse(out) as T;
}

async function queueMigration(): Promise<string> {
  const gateways = await terminal.json<Gateway[]>('gateways', 'list', '--cloud', 'alibaba');
  const source = `${gateways.find(({ name }) => name === 'shop-egress')?.ref}`;
  const networks = await terminal.json<Network[]>('networks', 'list', 'baidu');
  const vpc = networks.find(({ name }) => name === 'shop-network')?.id;
  const mapping = join(terminal.folder, 'mapping.yaml');
  const decided = { network: { vpc }, size: { units: 2 }, otherAddresses: 'allocate' };
  writeFileSync(mapping, JSON.stringify(decided));
  const words = ['migrate', source, '--to', 'baidu', '--mapping', mapping, '--yes', '--queue'];
  const { run, state } = await typed<{ run: string; state: string }>(...words);
  expect(state).toBe('queued');
  return run;
}

interface Listed {
  readonly id: string;
  readonly state: string;
}

describe('a worker on PostgreSQL', () => {
  it('says who it is and where its health is, works on what is queued, and hands over when it is stopped', async () => {
    const run = await queueMigration();
    const { file } = await terminal.json<{ file: string }>('audit', 'verify');
    expect(readFileSync(file, 'utf8')).toContain(`"action":"plans.apply","run":"${run}"`);
    const worker = startWorker('--per-second', '500');
    const { worker: name, health } = firstSchema.parse(await worker.line(() => true));
    expect(await worker.line(({ event }) => event === 'taken-up')).toEqual({ event: 'taken-up', run });
    const left = await worker.line(({ event }) => event === 'left');
    expect(left).toMatchObject({ run, outcome: { state: 'waiting', name: 'cut-over' } });
    const told = await fetch(health);
    expect([told.status, await told.json()]).toEqual([
      200,
      { worker: name, state: 'working', runs: [], lastLook: expect.any(String), failures: [] },
    ]);
    expect((await fetch(new URL('/elsewhere', health))).status).toBe(404);
    expect(await typed<Listed[]>('runs', 'list')).toMatchObject([{ id: run, state: 'waiting' }]);
    expect(await terminal.json<Listed[]>('runs', 'list')).toEqual([]);
    expect(await worker.stop()).toMatchObject({ exit: 0 });
    await expect(fetch(health)).rejects.toThrow();
  });

  it.each([
    [['--concurrency', '0'], '--concurrency'],
    [['--per-second', '5'], 'add --postgres'],
    [['--per-second', '0'], '--per-second'],
  ])('refuses %j, which would do nothing', async (words, told) => {
    const { exit, err } = await terminal.type('worker', ...words);
    expect([exit, err]).toEqual([2, expect.stringContaining(told)]);
  });

  it('refuses a port that is in use', async () => {
    const { port } = new URL(terminal.emulator.url);
    const { exit, err } = await terminal.type('worker', '--health-port', port);
    expect([exit, err]).toEqual([2, expect.stringContaining('--health-port: the port is in use')]);
  });

  it('works on the state folder of one machine without a database', async () => {
    const interruption = new AbortController();
    const out = (text: string) => {
      if (text.includes('"worker"')) interruption.abort(new Error('interrupted'));
    };
    const { exit } = await terminal.typeWith({ out, signal: interruption.signal }, 'worker', '--json');
    expect(exit).toBe(0);
  });
});

it('refuses what is no database before anything is sent', async () => {
  const before = terminal.emulator.requests().length;
  const { exit, err } = await terminal.type('runs', 'list', '--postgres', 'mysql://db/polynat');
  expect([exit, err]).toEqual([2, expect.stringContaining('--postgres')]);
  expect(terminal.emulator.requests()).toHaveLength(before);
});
