import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '@polynat/engine';
import type { RenewalSummary } from '@polynat/fleet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './stage.ts';

const seed = {
  alibaba: {
    gateways: [
      { region: 'cn-qingdao', name: 'prepaid', natType: 'Normal', spec: 'Small', expires: inDays(3) },
    ],
  },
  baidu: {
    gateways: [
      { name: 'soon', spec: 'small', expiresInDays: 5 },
      { name: 'later', spec: 'small', expiresInDays: 200 },
    ],
  },
};

function inDays(count: number): string {
  return new Date(Date.now() + count * 86_400_000).toISOString().replace(/\.\d+/, '');
}

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal(seed);
});
afterEach(() => terminal.close());

const write = (policy: object): void =>
  writeFileSync(
    join(terminal.folder, 'policy.yaml'),
    JSON.stringify({ expiresWithin: '30d', for: '1m', ...policy }),
  );
const onBaidu = { gateways: { clouds: ['baidu'] } };
const orders = () =>
  terminal.emulator.requests().filter(({ operation }) => operation === 'PurchaseReservedNat').length;
const renewing = ['fleet', 'renew', 'policy.yaml'];
const summary = ({ out }: { readonly out: string }): RenewalSummary => JSON.parse(out);

describe('fleet renew', () => {
  it('ends with what was renewed, skipped and failed, and with 1 where the API of a cloud cannot renew', async () => {
    write({});
    const first = await terminal.type(...renewing, '--yes', '--json');
    const { run, renewed, skipped, failed } = summary(first);
    expect(first.exit).toBe(1);
    expect(run).toMatch(/^renew-\d{4}-\d\d-\d\d-[0-9a-f]{12}$/);
    expect(renewed).toMatchObject([{ ref: expect.stringMatching(/^baidu:/), billing: { mode: 'prepaid' } }]);
    expect(skipped).toMatchObject([{ name: 'later', reason: 'not-due' }]);
    expect(failed).toMatchObject([
      { name: 'prepaid', code: 'unsupported', remedy: expect.stringContaining('RenewInstance') },
    ]);
    const [record] = await terminal.json<readonly RunRecord[]>('runs', 'list');
    expect(record?.steps).toMatchObject([{ state: 'done', tries: 1, requests: [expect.any(String)] }]);
  });

  it('tells people a remedy once', async () => {
    write({ gateways: { clouds: ['alibaba'] } });
    const { exit, out } = await terminal.type(...renewing, '--yes');
    expect([exit, out.match(/RenewInstance/g)]).toEqual([1, ['RenewInstance']]);
  });

  it('pays once, however often it runs', async () => {
    write(onBaidu);
    expect((await terminal.type(...renewing, '--yes')).out).toMatch(/baidu:bj\/nat-\w+ +renewed/);
    const again = await terminal.type(...renewing, '--yes');
    expect([again.exit, again.out]).toEqual([
      0,
      'No gateway is due.\n\n2 other gateway(s) skipped; --dry-run says why\n',
    ]);
    expect(orders()).toBe(1);
  });

  it('lists every gateway with the reason in a dry run, and renews none', async () => {
    write({ gateways: { clouds: ['baidu'], name: 's*' } });
    const { exit, out } = await terminal.type(...renewing, '--dry-run');
    expect(exit).toBe(0);
    expect(out).toMatch(/soon +due\n/);
    expect(out).toMatch(/later +excluded +the name does not match s\*\n/);
    expect(await terminal.json('runs', 'list')).toEqual([]);
    expect(orders()).toBe(0);
  });

  it('ends with 1 while a gateway is beyond the ceiling', async () => {
    write({ ...onBaidu, expiresWithin: '300d', ceilings: { purchases: 1 } });
    const { exit, out } = await terminal.type(...renewing, '--yes');
    expect(exit).toBe(1);
    expect(out).toMatch(/later +beyond the ceiling +the ceiling of a run is 1 purchase/);
  });

  it('asks before it pays', async () => {
    write(onBaidu);
    const { exit, err } = await terminal.type(...renewing);
    expect([exit, err]).toEqual([7, expect.stringContaining('Renew these gateways for 1 month')]);
    expect(orders()).toBe(0);
  });

  it('refuses a policy with field and remedy', async () => {
    write({ for: '3d' });
    const { exit, err } = await terminal.type(...renewing, '--yes');
    expect([exit, err]).toEqual([2, expect.stringMatching(/for: .*\n→ write `for: 1m`/)]);
  });
});

describe('an interrupted renewal of a fleet', () => {
  /** Its user interrupts right after the confirmation. */
  async function interrupted() {
    write(onBaidu);
    const stop = new AbortController();
    const ask = async () => {
      stop.abort();
      return 'y';
    };
    return terminal.typeWith({ interactive: true, signal: stop.signal, ask }, ...renewing);
  }

  it('is finished by the next one, which reports what it renewed', async () => {
    const { exit, out } = await interrupted();
    const [, run = ''] = /polynat resume (\S+)`/.exec(out) ?? [];
    expect([exit, out]).toEqual([1, expect.stringContaining('is suspended')]);
    const again = await terminal.type(...renewing, '--yes', '--json');
    expect(again.exit).toBe(0);
    expect(summary(again)).toMatchObject({ run: null, renewed: [{ run }], failed: [] });
    expect(orders()).toBe(1);
  });

  it('is finished by the command that it names', async () => {
    const [, run = ''] = /polynat resume (\S+)`/.exec((await interrupted()).out) ?? [];
    const resumed = await terminal.json<{ output: object }>('resume', run);
    expect(Object.values(resumed.output)).toEqual([{ done: expect.objectContaining({ mode: 'prepaid' }) }]);
  });
});

describe('fleet resize', () => {
  const sizes = {
    gateways: { clouds: ['alibaba'] },
    rules: [{ from: { tier: 'small' }, to: { tier: 'medium' } }],
  };
  const resizing = ['fleet', 'resize', 'sizes.yaml'];
  const writeSizes = (policy: object): void =>
    writeFileSync(join(terminal.folder, 'sizes.yaml'), JSON.stringify(policy));

  it('lists every gateway with the reason, then resizes each once', async () => {
    writeSizes({ ...sizes, gateways: { clouds: ['alibaba', 'baidu'], name: 'p*' } });
    const dry = await terminal.type(...resizing, '--dry-run');
    expect([dry.exit, dry.out]).toEqual([0, expect.stringMatching(/prepaid +to resize +small → medium/)]);
    expect(dry.out).toMatch(/later +excluded/);
    const { exit, out } = await terminal.type(...resizing, '--yes', '--json');
    expect([exit, JSON.parse(out)]).toMatchObject([
      0,
      { resized: [{ size: { tier: 'medium' } }], failed: [] },
    ]);
    const again = await terminal.type(...resizing, '--yes');
    expect([again.exit, again.out]).toEqual([0, expect.stringContaining('No gateway is to be resized.')]);
  });

  it('refuses a policy with field and remedy', async () => {
    writeSizes({ rules: [] });
    const { exit, err } = await terminal.type(...resizing, '--yes');
    expect([exit, err]).toEqual([2, expect.stringMatching(/rules: .*\n→ write rules/)]);
  });

  it('leaves the work to a worker with --queue', async () => {
    writeSizes(sizes);
    const { run, state } = await terminal.json<{ run: string; state: string }>(
      ...resizing,
      '--yes',
      '--queue',
    );
    expect([run, state]).toEqual([expect.stringMatching(/^resize-/), 'queued']);
    expect(await terminal.json('runs', 'list')).toMatchObject([{ id: run, state: 'queued' }]);
  });
});
