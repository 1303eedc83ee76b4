import type { Gateway } from '@polynat/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal(fleet);
});
afterAll(() => terminal.close());

const refOn = async (cloud: string): Promise<string> =>
  `${(await terminal.json<Gateway[]>('gateways', 'list', '--cloud', cloud))[0]?.ref}`;

/** What the emulator was asked to change so far. */
const world = async (): Promise<unknown> => (await fetch(`${terminal.emulator.url}/_emulator/world`)).json();

describe('--dry-run', () => {
  it.each([
    [
      'a creation',
      async () => [
        'gateways',
        'create',
        'alibaba',
        '--network',
        terminal.emulator.connection().networks.alibaba.vpcId,
        '--subnet',
        terminal.emulator.connection().networks.alibaba.vSwitchId,
        '--name',
        'try',
      ],
      'CreateNatGateway',
      /Billing starts/,
    ],
    [
      'a resize',
      async () => ['gateways', 'resize', await refOn('tencent-bm'), 'large'],
      /UpgradeBmNatGateway/,
      /changes its price/,
    ],
    [
      'a renewal',
      async () => ['billing', 'renew', await refOn('baidu'), '3m'],
      'PurchaseReservedNat',
      /You pay immediately/,
    ],
    [
      'a deletion',
      async () => ['gateways', 'delete', await refOn('alibaba')],
      'DeleteNatGateway',
      /Traffic through it stops/,
    ],
    [
      'a native write',
      async () => ['call', 'alibaba', 'ReleaseEipAddress', 'AllocationId=eip-1'],
      'ReleaseEipAddress',
      /cost money/,
    ],
  ] as const)('of %s shows effects and request, and changes nothing', async (_, words, operation, effect) => {
    const typed = await words();
    const before = await world();
    const { exit, out } = await terminal.type(...typed, '--dry-run');
    expect([exit, out]).toEqual([0, expect.stringMatching(effect)]);
    expect(out).toContain('nothing has changed');
    const told = await terminal.json<{ readonly operation: string; readonly input: object }>(
      ...typed,
      '--dry-run',
    );
    expect(told).toMatchObject({
      dryRun: true,
      operation: expect.stringMatching(operation),
      input: expect.any(Object),
    });
    expect(await world()).toEqual(before);
  });

  it('is refused by what the cloud cannot do, as the command would be', async () => {
    const { exit, err } = await terminal.type('billing', 'renew', await refOn('alibaba'), '3m', '--dry-run');
    expect([exit, err]).toEqual([4, expect.stringContaining('[unsupported]')]);
  });
});

describe('--watch', () => {
  it('prints a list again when it has changed, as one line of JSON each, until it is interrupted', async () => {
    const ref = await refOn('alibaba');
    const stop = new AbortController();
    const pauses: number[] = [];
    const pause = async (milliseconds: number) => {
      pauses.push(milliseconds);
      if (pauses.length === 2) await terminal.json('gateways', 'rename', ref, 'watched', '--yes');
      if (pauses.length === 3) stop.abort();
    };
    const words = ['gateways', 'list', '--cloud', 'alibaba', '--watch', '2s', '--json'];
    const { exit, out } = await terminal.typeWith({ pause, signal: stop.signal }, ...words);
    const lists = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Gateway[]);
    expect([exit, pauses]).toEqual([0, [2_000, 2_000, 2_000]]);
    expect(lists.map((list) => list.some(({ name }) => name === 'watched'))).toEqual([false, true]);
  });
});
