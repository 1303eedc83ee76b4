import { type Emulator, startEmulator } from '@polynat/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, typeInto } from './stage.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
afterAll(() => emulator.close());

const directory = newFolder();
const type = (...words: readonly string[]) =>
  typeInto({ directory, environment: { POLYNAT_EMULATOR: emulator.url } }, ...words);

interface Shared {
  readonly id: string;
  readonly bandwidthMbps: number;
  readonly addresses: readonly { readonly ip: string }[];
}

describe.each(['alibaba', 'baidu', 'tencent-vpc'])('`polynat bandwidth shared` on %s', (alias) => {
  const shared = (...words: readonly string[]) => type('bandwidth', 'shared', ...words);
  const read = async (id: string): Promise<Shared> =>
    JSON.parse((await shared('show', alias, id, '--json')).out);

  it('buys nothing in a dry run, and then takes one through its life', async () => {
    const order = ['create', alias, '--bandwidth', '100', '--name', 'office'] as const;
    const dry = await shared(...order, '--dry-run');
    expect(dry).toMatchObject({ exit: 0, out: expect.stringContaining('100') });
    const named = async (): Promise<readonly Shared[]> =>
      JSON.parse((await shared('list', '--cloud', alias, '--json', '--query', "[?name=='office']")).out);
    expect(await named()).toEqual([]);

    const { id } = JSON.parse((await shared(...order, '--yes', '--json')).out) as Shared;
    const ips = await Promise.all(
      [1, 2].map(async () => {
        const allocated = await type('addresses', 'allocate', alias, '--bandwidth', '5', '--yes', '--json');
        return (JSON.parse(allocated.out) as { readonly ip: string }).ip;
      }),
    );
    expect((await shared('join', alias, id, ...ips, '--yes')).exit).toBe(0);
    expect((await shared('resize', alias, id, '200', '--yes')).exit).toBe(0);
    const full = await read(id);
    expect(full.bandwidthMbps).toBe(200);
    expect(full.addresses.map(({ ip }) => ip).toSorted()).toEqual(ips.toSorted());

    const refused = await shared('delete', alias, id, '--yes');
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('cascade') });
    expect((await shared('leave', alias, id, ips[0] ?? '', '--yes')).exit).toBe(0);
    expect((await shared('delete', alias, id, '--cascade', '--yes')).exit).toBe(0);
    expect((await shared('show', alias, id)).exit).toBe(3);
    const kept = JSON.parse(
      (await type('addresses', 'list', '--cloud', alias, '--json')).out,
    ) as Shared['addresses'];
    expect(kept.map(({ ip }) => ip)).toEqual(expect.arrayContaining(ips));
  });
});

it('says why a cloud has none, and what to do', async () => {
  const { exit, err } = await type(
    'bandwidth',
    'shared',
    'create',
    'tencent-bm',
    '--bandwidth',
    '10',
    '--yes',
  );
  expect(exit).toBe(4);
  expect(err).toMatch(/no shared bandwidth.*addresses\.allocate/s);
});

it('asks before it buys', async () => {
  const asked = await type('bandwidth', 'shared', 'create', 'baidu', '--bandwidth', '10');
  expect(asked.exit).not.toBe(0);
  expect(asked.err).toMatch(/Billing starts immediately/);
});
