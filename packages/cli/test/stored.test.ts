import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Gateway } from '@polynat/core';
import type { RunRecord, TimelineEntry } from '@polynat/engine';
import type { Purchases } from '@polynat/migrate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './stage.ts';

const stored = fileURLToPath(new URL('./fixtures/first-release/', import.meta.url));
const migration = '5567e323b902fd2d5cbf214b24db14ca';
const renewal = 'renew-2026-11-29-1';
const creation = 'op-6d6041e2';
const day = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;

let terminal: Terminal;
let state: string;
beforeEach(async () => {
  terminal = await openTerminal();
  state = join(terminal.folder, 'runs');
  await cp(stored, state, { recursive: true });
});
afterEach(() => terminal.close());

describe('a state folder of the first release', () => {
  it('shows its runs', async () => {
    const runs = await terminal.json<RunRecord[]>('runs', 'list');
    expect(runs.map(({ id, state }) => [id, state])).toEqual([
      [migration, 'suspended'],
      [renewal, 'done'],
      [creation, 'interrupted'],
    ]);
    expect((await terminal.type('runs', 'list')).out).toMatch(new RegExp(`${migration} +suspended .* 1 +`));
  });

  it('shows what a renewal has bought', async () => {
    const { bought, left } = await terminal.json<Purchases>('runs', 'show', renewal);
    expect(bought.map(({ kind }) => kind)).toEqual(bought.map(() => 'renewal'));
    expect([bought.length > 0, left]).toEqual([true, []]);
    expect((await terminal.type('runs', 'show', renewal)).out).toMatch(/^bought +renewal/m);
  });

  it('shows what a killed migration did before its process died, without the times it did not note', async () => {
    const { timeline } = await terminal.json<{ timeline: TimelineEntry[] }>('runs', 'show', migration);
    expect(timeline[0]).toMatchObject({ of: 'run', state: 'started', at: expect.any(Number) });
    expect(timeline.slice(1)).toContainEqual(expect.objectContaining({ of: 'step', state: 'done' }));
    const { out } = await terminal.type('runs', 'show', migration);
    expect(out).toMatch(new RegExp(`^${day}.* run +started[^]*polynat resume ${migration}`, 'm'));
  });

  it('shows a creation that was interrupted, and how to go on', async () => {
    const { out } = await terminal.type('runs', 'show', creation);
    expect(out).toMatch(/^waiting for +gateways\.create on alibaba \(ngw-ye6g1cj9k11h5haxyeqy\)$/m);
    expect(out).toContain(`polynat resume ${creation}`);
  });

  it('has a migration that can be rolled back', async () => {
    expect(await terminal.json('rollback', migration, '--yes')).toMatchObject({ state: 'rolled-back' });
  });

  it('has a migration that is resumed, and finds that its source is not there', async () => {
    const { exit, out } = await terminal.type('resume', migration, '--json');
    expect([exit, JSON.parse(out)]).toEqual([
      1,
      expect.objectContaining({ state: 'failed', operations: ['check-source'] }),
    ]);
  });

  it('has a renewal that is found done', async () => {
    expect(await terminal.json('resume', renewal)).toMatchObject({ run: renewal, state: 'done' });
  });

  it('has a creation that can be waited for', async () => {
    const { vpcId, vSwitchId } = terminal.emulator.connection().networks.alibaba;
    const place = ['--network', vpcId, '--subnet', vSwitchId, '--name', 'interrupted', '--yes'];
    const { ref } = await terminal.json<Gateway>('gateways', 'create', 'alibaba', ...place);
    const file = join(state, `operation-${creation}.json`);
    const record = await readFile(file, 'utf8');
    const id = `${ref}`.split('/').at(-1) ?? '';
    await writeFile(file, record.replace('ngw-ye6g1cj9k11h5haxyeqy', id));
    expect(await terminal.json('resume', creation)).toMatchObject({ ref: `${ref}`, name: 'interrupted' });
  });
});

describe('a run that cannot be read', () => {
  const today = new Date().toISOString().slice(0, 10);
  const policy = async () => {
    await writeFile(join(terminal.folder, 'policy.yaml'), 'expiresWithin: 30d\nfor: 1m\n');
    return 'policy.yaml';
  };
  const unreadable = (id: string) => mkdir(join(state, `run-${id}`, '1.jsonl'), { recursive: true });

  it('is listed beside the others, for people and machines', async () => {
    await unreadable('broken');
    const runs = await terminal.json<RunRecord[]>('runs', 'list');
    expect(runs.map(({ id, state }) => [id, state])).toEqual([
      [migration, 'suspended'],
      [renewal, 'done'],
      [creation, 'interrupted'],
      ['broken', 'unreadable'],
    ]);
    const { exit, out } = await terminal.type('runs', 'list');
    expect(exit).toBe(0);
    expect(out).toMatch(/^broken +unreadable$/m);
    expect(out).toMatch(/\nbroken cannot be read: .+\n→ .+\n$/);
  });

  it('of today, being a renewal, refuses another: it may have paid', async () => {
    await unreadable(`renew-${today}-2`);
    const { exit, err } = await terminal.type('fleet', 'renew', await policy(), '--yes');
    expect(exit).toBe(1);
    expect(err).toMatch(
      new RegExp(`renew-${today}-2 may have renewed gateways[^\n]*\n→ .*renew one gateway at a time`),
    );
  });

  it('of another day does not stop a renewal', async () => {
    await unreadable('renew-2026-01-01-1');
    const { exit, out } = await terminal.type('fleet', 'renew', await policy(), '--yes');
    expect([exit, out]).toEqual([0, 'No gateway is due.\n']);
  });
});
