import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gateway, Network } from '@polynat/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal(fleet);
});
afterEach(() => terminal.close());

const gateways = (alias: string): Promise<Gateway[]> =>
  terminal.json<Gateway[]>('gateways', 'list', '--cloud', alias);

/** Migrates the shop from Alibaba Cloud to Baidu AI Cloud and deletes the source at the end. */
async function migration(): Promise<{ readonly source: string; readonly words: readonly string[] }> {
  const source = `${(await gateways('alibaba')).find(({ name }) => name === 'shop-egress')?.ref}`;
  const networks = await terminal.json<Network[]>('networks', 'list', 'baidu');
  const vpc = networks.find(({ name }) => name === 'shop-network')?.id;
  const mapping = { network: { vpc }, size: { units: 2 }, otherAddresses: 'allocate', deleteSource: true };
  const file = join(terminal.folder, 'mapping.yaml');
  writeFileSync(file, JSON.stringify(mapping));
  return { source, words: ['migrate', source, '--to', 'baidu', '--mapping', file, '--yes'] };
}

const refs = async (alias: string): Promise<readonly string[]> =>
  (await gateways(alias)).map(({ ref }) => `${ref}`);

describe('a migration that deletes its source', () => {
  it('stops before the deletion with --yes alone, and continues with --switched', async () => {
    const { source, words } = await migration();
    const { exit, out } = await terminal.type(...words);
    const [, run = '', command] =
      /Run (\S+) is suspended[\s\S]*`(polynat resume \S+ --switched)`/.exec(out) ?? [];
    expect([exit, command]).toEqual([1, `polynat resume ${run} --switched`]);
    expect(await refs('alibaba')).toContain(source);
    expect(await terminal.json('runs', 'list')).toMatchObject([{ id: run, state: 'suspended' }]);
    expect((await terminal.type('resume', run, '--yes')).exit).toBe(1);
    expect(await refs('alibaba')).toContain(source);
    expect(await terminal.type('resume', run, '--switched')).toMatchObject({ exit: 0 });
    expect(await refs('alibaba')).not.toContain(source);
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

  it('reports the missing fact as JSON', async () => {
    const { words } = await migration();
    const { exit, out } = await terminal.type(...words, '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      state: 'suspended',
      reason: { code: 'failed-precondition', remedy: expect.stringContaining('--switched') },
    });
  });

  it('asks a user about the traffic even with --yes', async () => {
    const { source, words } = await migration();
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return 'y';
    };
    const { exit } = await terminal.typeWith({ interactive: true, ask }, ...words);
    expect([exit, asked.length]).toEqual([0, 1]);
    expect(await refs('alibaba')).not.toContain(source);
  });

  it('keeps the new gateway in a rollback without --switched-back', async () => {
    const before = await refs('baidu');
    const { words } = await migration();
    const [, run = ''] = /Run (\S+) is suspended/.exec((await terminal.type(...words)).out) ?? [];
    const { exit, out } = await terminal.type('rollback', run, '--yes');
    expect([exit, out]).toEqual([
      1,
      expect.stringContaining(`polynat rollback ${run} --yes --switched-back`),
    ]);
    expect(await refs('baidu')).toHaveLength(before.length + 1);
    expect(await terminal.type('rollback', run, '--yes', '--switched-back')).toMatchObject({ exit: 0 });
    expect(await refs('baidu')).toEqual(before);
  });
});
