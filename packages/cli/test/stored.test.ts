import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Gateway } from '@polynat/core';
import type { RunRecord } from '@polynat/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './stage.ts';

const stored = fileURLToPath(new URL('./fixtures/first-release/', import.meta.url));
const migration = '5567e323b902fd2d5cbf214b24db14ca';
const renewal = 'renew-2026-11-29-1';
const creation = 'op-6d6041e2';

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
    ]);
    expect((await terminal.type('runs', 'list')).out).toMatch(new RegExp(`${migration} +suspended .* 1 +`));
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
