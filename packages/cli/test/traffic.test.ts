import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Gateway, NatError, type Network } from '@polynat/core';
import type { RunRecord } from '@polynat/engine';
import type { AddressPair, CutOver, Purchases } from '@polynat/migrate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import { TrafficQuestions } from '../src/migrating/traffic-questions.ts';
import { Terminal as Person } from '../src/terminal/terminal.ts';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal(fleet);
});
afterEach(() => terminal.close());

const gateways = (alias: string): Promise<Gateway[]> =>
  terminal.json<Gateway[]>('gateways', 'list', '--cloud', alias);

/** Migrates the shop from Alibaba Cloud to Baidu AI Cloud. */
async function migration(
  decided: object = {},
): Promise<{ readonly source: string; readonly words: readonly string[] }> {
  const source = `${(await gateways('alibaba')).find(({ name }) => name === 'shop-egress')?.ref}`;
  const networks = await terminal.json<Network[]>('networks', 'list', 'baidu');
  const vpc = networks.find(({ name }) => name === 'shop-network')?.id;
  const mapping = { network: { vpc }, size: { units: 2 }, otherAddresses: 'allocate', ...decided };
  const file = join(terminal.folder, 'mapping.yaml');
  writeFileSync(file, JSON.stringify(mapping));
  return { source, words: ['migrate', source, '--to', 'baidu', '--mapping', file, '--yes'] };
}

interface Awaiting {
  readonly run: string;
  readonly state: string;
  readonly target: string;
  readonly pairs: readonly AddressPair[];
}

async function awaiting(decided: object = {}): Promise<Awaiting & { readonly source: string }> {
  const { source, words } = await migration(decided);
  return { ...(await terminal.json<Awaiting>(...words)), source };
}

const refs = async (alias: string): Promise<readonly string[]> =>
  (await gateways(alias)).map(({ ref }) => `${ref}`);

const by = ['--by', 'ops@example.com'];

describe('a migration', () => {
  it('ends awaiting its cut-over, and tells what to switch and how to go on', async () => {
    const { source, words } = await migration();
    const { exit, out } = await terminal.type(...words);
    const [, run = ''] = /Run (\S+) is awaiting cut-over/.exec(out) ?? [];
    expect([exit, out]).toEqual([
      0,
      expect.stringContaining(`polynat cut-over ${run} --switched --by <your name>`),
    ]);
    expect(out).toContain(`polynat rollback ${run} --switched-back --by <your name>`);
    expect(out).toMatch(new RegExp(`from ${source} to baidu:\\S+:\\n( +\\S+ → \\S+\\n){3}`));
    expect(await refs('alibaba')).toContain(source);
  });

  it('tells programs its run, its state, the address pairs and the new gateway', async () => {
    const { run, state, pairs, target, source } = await awaiting();
    expect([state, pairs.length, await refs('baidu')]).toEqual([
      'awaiting-cut-over',
      3,
      expect.arrayContaining([target]),
    ]);
    const [{ addresses } = { addresses: [] }] = (await gateways('alibaba')).filter(
      ({ ref }) => `${ref}` === source,
    );
    expect(pairs.map(({ from }) => from).sort()).toEqual(addresses.map(({ ip }) => ip).sort());
    const [listed] = await terminal.json<RunRecord[]>('runs', 'list');
    expect(listed).toMatchObject({ id: run, state: 'waiting', migration: { state, source, target } });
    const { out } = await terminal.typeWith({ width: 300 }, 'runs', 'list');
    expect(out).toMatch(new RegExp(`${run} +waiting .* cut-over +${source} +${target}`));
    const shown = await terminal.json<Purchases>('runs', 'show', run);
    expect([shown.bought.length, shown.undone, shown.left.length]).toEqual([4, [], 4]);
  });

  it('stores its run in the folder of POLYNAT_STATE', async () => {
    const { words } = await migration();
    await terminal.type(...words);
    const elsewhere = {
      POLYNAT_EMULATOR: terminal.emulator.url,
      POLYNAT_STATE: join(terminal.folder, 'other'),
    };
    const found = async (environment: Record<string, string>) =>
      JSON.parse((await terminal.typeWith({ environment }, 'runs', 'list', '--json')).out);
    expect(await found({ ...elsewhere, POLYNAT_STATE: join(terminal.folder, 'runs') })).toHaveLength(1);
    expect(await found(elsewhere)).toEqual([]);
  });
});

describe('polynat cut-over', () => {
  it('does not take --yes for a statement, and tells which command makes it', async () => {
    const { run, source } = await awaiting();
    const { exit, err } = await terminal.type('cut-over', run, '--yes');
    expect([exit, err]).toEqual([
      7,
      expect.stringContaining(`polynat cut-over ${run} --switched --by <your name>`),
    ]);
    expect(err).toContain(`Switch routes, firewalls and DNS from ${source}`);
    expect((await terminal.type('cut-over', run, '--switched')).err).toContain('--by is required');
    expect(await terminal.json('runs', 'show', run)).toMatchObject({
      migration: { state: 'awaiting-cut-over' },
    });
  });

  it('notes who says that traffic uses the new gateway', async () => {
    const { run } = await awaiting();
    expect(await terminal.json('cut-over', run, '--switched', ...by)).toMatchObject({
      run,
      state: 'awaiting-finalize',
      cutOver: { by: 'ops@example.com' },
    });
    expect((await terminal.type('cut-over', run, '--switched', ...by)).exit).toBe(0);
  });

  it('asks a user about the traffic even with --yes', async () => {
    const { run } = await awaiting();
    const asked: string[] = [];
    const answering = (answer: string) => ({
      interactive: true,
      ask: async (question: string) => {
        asked.push(question);
        return answer;
      },
    });
    expect((await terminal.typeWith(answering('n'), 'cut-over', run, '--yes')).exit).toBe(7);
    const { exit, out } = await terminal.typeWith(answering('y'), 'cut-over', run, '--yes');
    expect([exit, asked.length, out]).toEqual([0, 2, expect.stringContaining(`polynat finalize ${run}`)]);
  });

  it('refuses while the new gateway is not as planned', async () => {
    const { run, target } = await awaiting();
    const [rule] = await terminal.json<{ id: string }[]>('snat', 'list', target);
    await terminal.type('snat', 'remove', target, rule?.id ?? '', '--yes');
    const { exit, err } = await terminal.type('cut-over', run, '--switched', ...by);
    expect([exit, err]).toEqual([
      1,
      expect.stringMatching(/does not do what the plan asks[\s\S]*--accept-drift/),
    ]);
  });
});

describe('polynat finalize', () => {
  it('deletes the source when the plan says so, and tells what is still billed', async () => {
    const { run, source, target } = await awaiting({ deleteSource: true });
    expect((await terminal.type('finalize', run, '--yes')).exit).toBe(1);
    await terminal.type('cut-over', run, '--switched', ...by);
    expect(await refs('alibaba')).toContain(source);
    expect((await terminal.type('finalize', run)).exit).toBe(7);
    const ended = await terminal.json('finalize', run, '--yes');
    expect(ended).toMatchObject({ run, state: 'done', target, billed: { ref: source, deleted: true } });
    expect(await refs('alibaba')).not.toContain(source);
    expect((await terminal.type('rollback', run, '--yes')).exit).toBe(1);
    expect(await refs('baidu')).toContain(target);
  });

  it('leaves the source elsewhere, and tells what it costs', async () => {
    const { run, source } = await awaiting();
    await terminal.type('cut-over', run, '--switched', ...by);
    const { exit, out } = await terminal.type('finalize', run, '--yes');
    expect([exit, out]).toEqual([
      0,
      expect.stringMatching(
        new RegExp(`Source ${source} stays and is billed: pay-as-you-go by spec, with public IPs`),
      ),
    ]);
    const { left } = await terminal.json<Purchases>('runs', 'show', run);
    expect(left).toEqual([]);
  });
});

describe('polynat rollback', () => {
  it.each([false, true])(
    'keeps the new gateway without --switched-back (after cut-over: %s)',
    async (cutOver) => {
      const before = await refs('baidu');
      const { run } = await awaiting();
      if (cutOver) await terminal.type('cut-over', run, '--switched', ...by);
      const { exit, err } = await terminal.type('rollback', run, '--yes');
      expect([exit, err]).toEqual([
        7,
        expect.stringContaining(`polynat rollback ${run} --switched-back --by`),
      ]);
      expect(await refs('baidu')).toHaveLength(before.length + 1);
      expect(await terminal.json('rollback', run, '--switched-back', ...by)).toMatchObject({
        state: 'rolled-back',
      });
      expect(await refs('baidu')).toEqual(before);
      const { bought, undone, left } = await terminal.json<Purchases>('runs', 'show', run);
      expect([undone.length, left]).toEqual([bought.length, []]);
    },
  );
});

describe('a run of an earlier release that deletes its source', () => {
  const change: CutOver = {
    source: 'old:1',
    target: 'new:1',
    changes: [],
    addresses: { '1.1.1.1': '2.2.2.2' },
  };
  const steps = [{ id: 'delete-source', kind: 'source.retire', args: {}, says: 'delete it' }];
  const stopped: string[] = [];
  const engine = {
    list: async () => ({
      runs: [{ id: 'run-1', locks: ['old:1'], input: { stages: [{ steps }] } } as unknown as RunRecord],
      unreadable: [],
    }),
    stop: async (id: string) => {
      stopped.push(id);
      return { state: 'queued' as const };
    },
  };
  const questions = (switched?: boolean) => {
    const io = { err: () => undefined, interactive: false } as unknown as Person['io'];
    return new TrafficQuestions(new Person(io, { yes: true }), engine, { switched, switchedBack: switched });
  };

  it('stops before the deletion with --yes alone, and continues with --switched', async () => {
    const asking = questions();
    await expect(asking.cutOver(change)).rejects.toThrow(NatError);
    expect([stopped, asking.stopped?.remedy]).toEqual([
      ['run-1'],
      expect.stringContaining('polynat resume run-1 --switched'),
    ]);
    await questions(true).cutOver(change);
  });

  it('keeps the new gateway in a rollback without --switched-back', async () => {
    const asking = questions();
    await expect(asking.revertCutOver(change)).rejects.toThrow(NatError);
    expect(asking.stopped?.remedy).toContain('polynat rollback run-1 --yes --switched-back');
    await questions(true).revertCutOver(change);
  });
});
