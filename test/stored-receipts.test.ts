import { readFile } from 'node:fs/promises';
import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import type { Driver, Receipt } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { tencentBm } from '@polynat/tencent-bm';
import { type ManualClock, manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { leanSender } from '@polynat/transport';
import { describe, expect, it } from 'vitest';
import { type Setting, tellStory, waitFor } from './receipts/story.ts';

/** By the step of the story: its receipt, and which ids its value taught. Later receipts name them. */
type Stored = Readonly<
  Record<string, { readonly receipt: Receipt; readonly learned: Readonly<Record<string, string>> }>
>;

/** How a driver is made on the emulator, and what it finds there. */
interface Ground {
  readonly emulator: Emulator;
  readonly clock: ManualClock;
  readonly seams: Pick<Parameters<typeof baidu>[0], 'endpoint' | 'clock' | 'sender' | 'random'>;
}

const grounds: Readonly<Record<string, (ground: Ground) => Promise<Omit<Setting, 'clock'>>>> = {
  alibaba: async ({ emulator, clock, seams }) => {
    const { credentials, networks } = emulator.connection();
    const { regionId, vpcId, vSwitchId, cidr } = networks.alibaba;
    emulator.seed({ alibaba: { gateways: [{ region: regionId, natType: 'Normal' }] } });
    const driver = alibaba({ region: regionId, credentials: credentials.alibaba, ...seams });
    const call = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER, token: 'list' };
    const { items } = await driver.gateways.list({}, undefined, call);
    const older = items.find(({ generation }) => generation === 'normal');
    const network = { vpc: vpcId, subnet: vSwitchId, cidr };
    const setting = { driver, clock, network, addresses: [] };
    const addresses: string[] = [];
    for (const token of ['first', 'second']) {
      const allocated = await driver.addresses.allocate?.({}, { ...call, token });
      if (allocated) addresses.push((await waitFor(setting, allocated)).ip);
    }
    return { driver, network, addresses, ...(older && { olderGateway: older.key }) };
  },
  baidu: async ({ emulator, seams }) => {
    const { credentials, networks } = emulator.connection();
    const { region, vpcId, subnetId, cidr, eips } = networks.baidu;
    const driver: Driver = baidu({ region, credentials: credentials.baidu, ...seams });
    return { driver, network: { vpc: vpcId, subnet: subnetId, cidr }, addresses: eips };
  },
  'tencent-bm': (ground) => bareMetal(ground, 'v2'),
  'tencent-bm-v3': (ground) => bareMetal(ground, 'v3'),
};

async function bareMetal({ emulator, seams }: Ground, api: 'v2' | 'v3'): Promise<Omit<Setting, 'clock'>> {
  const { credentials, networks } = emulator.connection();
  const { region, vpcId, subnetId, cidr, eips } = networks.tencentBm;
  const driver: Driver = tencentBm({ region, api, vpc: vpcId, credentials: credentials.tencentBm, ...seams });
  return { driver, network: { vpc: vpcId, subnet: subnetId, cidr }, addresses: eips };
}

async function openGround(cloud: string): Promise<Setting & { close(): Promise<void> }> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now() });
  const line = leanSender();
  const seams = {
    endpoint: emulator.url,
    clock,
    sender: probedSender(line, clock).sender,
    random: seededRandom(1),
  };
  const setting = await grounds[cloud]?.({ emulator, clock, seams });
  if (!setting) throw new Error(`no ground for ${cloud}`);
  return {
    ...setting,
    clock,
    close: async () => {
      await setting.driver.close();
      await line.close();
      await emulator.close();
    },
  };
}

const fileOf = (cloud: string) => new URL(`receipts/${cloud}.json`, import.meta.url);

/** The text at a path such as `key.id`. */
const textAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((part, name) => Object(part)[name], value);

/** Ids differ whenever the emulator was asked more or less often on the way, so those of then become those of now. */
class Ids {
  readonly #now = new Map<string, string>();

  learn(learned: Readonly<Record<string, string>>, value: unknown): void {
    for (const [path, then] of Object.entries(learned)) this.#now.set(then, String(textAt(value, path)));
  }

  translate<T>(receipt: Receipt): Receipt<T> {
    const translated: unknown = JSON.parse(JSON.stringify(receipt), (_, part: unknown) =>
      typeof part === 'string' ? (this.#now.get(part) ?? part) : part,
    );
    return translated as Receipt<T>;
  }
}

/** Users and journals store receipts, so what an earlier version wrote has to be read for ever. */
describe('a receipt that an earlier version stored', () => {
  it.each(Object.keys(grounds))('is polled to its end on %s', async (cloud) => {
    const stored: Stored = JSON.parse(await readFile(fileOf(cloud), 'utf8'));
    const setting = await openGround(cloud);
    const ids = new Ids();
    const told: string[] = [];
    await tellStory(setting, async <T>(step: string, fresh: Receipt<T>) => {
      const value = await waitFor(setting, fresh);
      const { receipt, learned } = stored[step] ?? expect.fail(`nothing is stored of: ${step}`);
      ids.learn(learned, value);
      const former = ids.translate<T>(receipt);
      expect(await waitFor(setting, former), `${step}: ${JSON.stringify(former)}`).toEqual(value);
      told.push(step);
      return value;
    });
    expect(told).toEqual(Object.keys(stored));
    await setting.close();
  });
});
