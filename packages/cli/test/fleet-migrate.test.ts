import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '@polynat/core';
import type { RunRecord } from '@polynat/engine';
import type { MovesSummary } from '@polynat/fleet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './stage.ts';

const seed = {
  baidu: {
    gateways: [
      { name: 'web-1', spec: 'small' },
      { name: 'web-2', spec: 'small' },
      { name: 'db', spec: 'small' },
    ],
  },
};

let terminal: Terminal;
let policy: object;
beforeEach(async () => {
  terminal = await openTerminal(seed);
  const [network] = await terminal.json<Network[]>('networks', 'list', 'alibaba');
  const [subnet] = await terminal.json<{ id: string }[]>('networks', 'subnets', 'alibaba', `${network?.id}`);
  const mapping = { network: { vpc: network?.id, subnet: subnet?.id }, otherAddresses: 'allocate' };
  write('mapping.yaml', mapping);
  policy = { gateways: { clouds: ['baidu'], name: 'web-*' }, to: 'alibaba', mapping: 'mapping.yaml' };
  write('moves.yaml', policy);
}, 60_000);
afterEach(() => terminal.close());

const write = (file: string, content: object): void =>
  writeFileSync(join(terminal.folder, file), JSON.stringify(content));
const migrating = ['fleet', 'migrate', 'moves.yaml'];
const created = () =>
  terminal.emulator.requests().filter(({ operation }) => operation === 'CreateNatGateway').length;

describe('fleet migrate', () => {
  it('lists every gateway with the reason in a dry run, and migrates none', async () => {
    write('moves.yaml', { ...policy, ceilings: { gateways: 1 } });
    const { exit, out } = await terminal.type(...migrating, '--dry-run');
    expect(exit).toBe(0);
    expect(out).toMatch(/web-\d +to migrate +1 purchase/);
    expect(out).toMatch(/web-\d +beyond the ceiling/);
    expect(out).toMatch(/db +excluded +the name does not match web-\*/);
    expect([await terminal.json('runs', 'list'), created()]).toEqual([[], 0]);
  });

  it('migrates each in a run that cut-over, rollback and finalize work on, once', async () => {
    const { exit, out } = await terminal.type(...migrating, '--yes', '--json');
    const { run, migrated, skipped, failed }: MovesSummary = JSON.parse(out);
    expect([exit, failed, skipped.map(({ reason }) => reason)]).toEqual([0, [], ['excluded']]);
    const runs = await terminal.json<RunRecord[]>('runs', 'list');
    expect(runs.map(({ id }) => id).sort()).toEqual([`${run}`, ...migrated.map((one) => one.run)].sort());
    const [first, second] = migrated;
    const cutOver = ['cut-over', `${first?.run}`, '--switched', '--by', 'me'];
    expect((await terminal.type(...cutOver)).exit).toBe(0);
    const back = ['rollback', `${second?.run}`, '--switched-back', '--by', 'me', '--yes'];
    expect((await terminal.type(...back)).exit).toBe(0);
    const again = await terminal.json<MovesSummary>(...migrating, '--dry-run');
    expect(again.skipped).toContainEqual(expect.objectContaining({ reason: 'under-way', run: first?.run }));
    expect(created()).toBe(2);
  });

  it('takes a folder of plans, and names a file that holds none', async () => {
    mkdirSync(join(terminal.folder, 'plans'));
    const gateways = await terminal.json<{ ref: string; name: string }[]>(
      'gateways',
      'list',
      '--cloud',
      'baidu',
    );
    const ref = `${gateways.find(({ name }) => name === 'db')?.ref}`;
    const planning = ['plan', ref, '--to', 'alibaba', '--mapping', 'mapping.yaml'];
    await terminal.json(...planning, '--output', 'plans/db.json');
    write('plans/notes.yaml', { text: 'no plan' });
    const words = ['fleet', 'migrate', 'plans', '--yes', '--json', '--concurrency', '1', '--stop-after', '1'];
    const { exit, out } = await terminal.type(...words);
    expect([exit, JSON.parse(out)]).toMatchObject([
      1,
      { migrated: [{ ref, state: 'awaiting-cut-over' }], failed: [{ file: 'plans/notes.yaml' }] },
    ]);
  });

  it('refuses what is neither a policy nor a plan, with field and remedy', async () => {
    write('moves.yaml', { ...policy, to: '' });
    const { exit, err } = await terminal.type(...migrating, '--yes');
    expect([exit, err]).toEqual([2, expect.stringMatching(/to: .*\n→ write the alias/)]);
  });
});
