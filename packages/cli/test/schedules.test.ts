import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '@polynat/emulator';
import type { RunRecord } from '@polynat/engine';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newFolder, typeInto } from './stage.ts';

const seed = { baidu: { gateways: [{ name: 'soon', spec: 'small', expiresInDays: 5 }] } };

let emulator: Emulator;
let folder: string;
beforeEach(async () => {
  emulator = await startEmulator({ strictTokens: true, speed: 0, seed });
  folder = newFolder();
  const { accessKeyId, secretAccessKey } = emulator.connection().credentials.baidu;
  vi.stubEnv('BCE_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('BCE_SECRET_ACCESS_KEY', secretAccessKey);
});
afterEach(() => {
  vi.unstubAllEnvs();
  return emulator.close();
});

/** A folder with a cloud on the emulator and these schedules. */
function configure(schedules: object, policy: object = { expiresWithin: '30d', for: '1m' }): void {
  const { url, networks } = emulator.connection();
  const search = { cloud: 'baidu', region: networks.baidu.region, endpoint: url };
  const configuration = { clouds: { search }, state: 'state', schedules };
  writeFileSync(join(folder, 'polynat.yaml'), JSON.stringify(configuration));
  mkdirSync(join(folder, 'policies'), { recursive: true });
  writeFileSync(join(folder, 'policies', 'renew.yaml'), JSON.stringify(policy));
}

interface Event {
  readonly event?: string;
  readonly run?: string;
}

/** `polynat worker --json` until it has told this. */
async function workUntil(wanted: (event: Event) => boolean) {
  const interruption = new AbortController();
  const events: Event[] = [];
  const out = (text: string) => {
    events.push(
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    if (events.some(wanted)) interruption.abort(new Error('interrupted'));
  };
  const typed = await typeInto({ directory: folder, out, signal: interruption.signal }, 'worker', '--json');
  return { ...typed, events };
}

describe('schedules of polynat.yaml', () => {
  it('have a worker renew by a policy at their times, each gateway once', async () => {
    configure({ nightly: { cron: '* * * * * *', timeZone: 'Asia/Shanghai', renew: 'policies/renew.yaml' } });
    const { exit, events } = await workUntil(({ event }) => event === 'left');
    expect(exit).toBe(0);
    expect(events).toContainEqual({
      ...{ event: 'schedule', schedule: 'nightly', job: 'renew' },
      ...{ cron: '* * * * * *', timeZone: 'Asia/Shanghai' },
    });
    const left = events.find(({ event }) => event === 'left');
    expect(left).toMatchObject({
      run: expect.stringMatching(/^nightly@\d{4}-/),
      outcome: { state: 'done', output: { renewed: [{ billing: { mode: 'prepaid' } }], failed: [] } },
    });
    const { out } = await typeInto({ directory: folder }, 'runs', 'list', '--json');
    const runs: RunRecord[] = JSON.parse(out);
    expect(runs.map(({ procedure }) => procedure)).toContain('polynat.fleet');
    const orders = emulator.requests().filter(({ operation }) => operation === 'PurchaseReservedNat');
    expect(orders).toHaveLength(1);
  });

  it.each([
    [
      'a wrong expression',
      { cron: '2 oclock', renew: 'policies/renew.yaml' },
      'schedules.nightly: cron',
      'five fields',
    ],
    [
      'an unknown zone',
      { cron: '0 2 * * *', timeZone: 'Mars', renew: 'policies/renew.yaml' },
      'timeZone',
      'IANA',
    ],
    ['no job', { cron: '0 2 * * *' }, 'schedules.nightly', 'renew: policy.yaml'],
    [
      'no such policy',
      { cron: '0 2 * * *', renew: 'policies/none.yaml' },
      'schedules.nightly',
      'readable file',
    ],
    [
      'a policy of another job',
      { cron: '0 2 * * *', resize: 'policies/renew.yaml' },
      'schedules.nightly',
      'rules',
    ],
  ])('with %s keep the worker from starting, with field and remedy', async (_, schedule, field, remedy) => {
    configure({ nightly: schedule });
    const { exit, err } = await typeInto({ directory: folder }, 'worker', '--json');
    expect([exit, err]).toEqual([2, expect.stringContaining(field)]);
    expect(err).toContain(remedy);
  });
});
