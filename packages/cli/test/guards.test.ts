import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NatError } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fileLedger } from '../src/clouds/file-ledger.ts';
import { newFolder, typeInto } from './stage.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
afterAll(() => {
  vi.unstubAllEnvs();
  return emulator.close();
});

/** One command line in a folder whose polynat.yaml says this of a cloud on the emulator. */
function typing(folder: string, ...guards: readonly string[]) {
  const { url, credentials, networks } = emulator.connection();
  const { accessKeyId, accessKeySecret } = credentials.alibaba;
  const lines = ['clouds:', '  shop:', '    cloud: alibaba', `    region: ${networks.alibaba.regionId}`];
  lines.push(`    endpoint: ${url}`, ...guards.map((guard) => `    ${guard}`), 'state: state');
  writeFileSync(join(folder, 'polynat.yaml'), lines.join('\n'));
  vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', accessKeySecret);
  return (...words: readonly string[]) => typeInto({ directory: folder }, ...words);
}

describe('polynat.yaml', () => {
  it('makes a cloud read-only: commands and native calls that write are refused', async () => {
    const type = typing(newFolder(), 'readOnly: true');
    expect((await type('gateways', 'list')).exit).toBe(0);
    emulator.clearRequests();
    for (const words of [
      ['addresses', 'allocate', 'shop', '--yes'],
      ['call', 'shop', 'AllocateEipAddress', 'RegionId=cn-qingdao', '--yes'],
    ]) {
      const { exit, err } = await type(...words);
      expect(exit).toBe(1);
      expect(err).toMatch(/read-only/);
    }
    expect(emulator.requests()).toEqual([]);
  });

  it('sets a ceiling that holds from one command to the next', async () => {
    const type = typing(newFolder(), 'ceilings: { purchasesPerDay: 1 }');
    const buy = () => type('addresses', 'allocate', 'shop', '--bandwidth', '5', '--yes');
    expect((await buy()).exit).toBe(0);
    const { exit, err } = await buy();
    expect(exit).toBe(1);
    expect(err).toMatch(/made 1 of 1 purchases/);
    expect(err).toMatch(/ceilings\.purchasesPerDay/);
  });

  it('refuses a guard that does not fit, with its whole path', async () => {
    const { exit, err } = await typing(newFolder(), 'ceilings: { purchases: 1 }')('gateways', 'list');
    expect(exit).toBe(2);
    expect(err).toMatch(/clouds\.shop\.ceilings/);
  });
});

describe('the ledger of the command', () => {
  const page = { cloud: 'shop', day: '2026-11-29' };
  const upTo = (most: number, token: string) => (entries: readonly unknown[]) => {
    if (entries.length >= most) throw new NatError('quota-exceeded', 'enough');
    return { token, what: 'gateways.create', months: 0 };
  };

  it('never lets several that share a folder exceed a ceiling together', async () => {
    const folder = newFolder();
    const ledgers = Array.from({ length: 8 }, () => fileLedger(async () => folder));
    const ends = await Promise.allSettled(
      ledgers.flatMap((ledger, one) => [1, 2, 3].map((two) => ledger.append(page, upTo(5, `${one}-${two}`)))),
    );
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(readdirSync(folder).sort()).toEqual(
      [1, 2, 3, 4, 5].map((number) => `purchase-shop-2026-11-29-${number}.json`),
    );
  });

  it('keeps clouds and days apart, whatever their names', async () => {
    const ledger = fileLedger(async () => folder);
    const folder = newFolder();
    const seen: number[] = [];
    for (const cloud of ['shop', 'shop-2026-11-29', 'shop']) {
      await ledger.append({ cloud, day: '2026-11-29' }, (entries) => {
        seen.push(entries.length);
        return { token: `${seen.length}`, what: 'x', months: 1 };
      });
    }
    expect(seen).toEqual([0, 0, 1]);
  });
});
