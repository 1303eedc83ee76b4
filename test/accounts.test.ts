import { startEmulator } from '@polynat/emulator';
import { expect, it } from 'vitest';
import { emulatedClouds } from './emulated-clouds.ts';
import { newGateway } from './faults/acts.ts';
import { onStage, wires } from './faults/stage.ts';

const identity = 'GetCallerIdentity';

/** What names the account on each cloud. */
const told: Readonly<Record<string, string>> = {
  alibaba: 'cloud',
  baidu: 'key',
  'tencent-bm': 'cloud',
  'tencent-bm-v3': 'cloud',
  'tencent-vpc': 'cloud',
};

it.each(wires)('two processes with the same keys act for the same account of %s', (wire) =>
  onStage(wire, async (stage) => {
    const account = await stage.cloud.account();
    expect(account).toEqual({
      id: expect.stringMatching(/^(?:\d{12,16}|key:[0-9a-f]{16})$/),
      by: told[wire],
    });
    expect(await stage.elsewhere().cloud(wire).account()).toEqual(account);
    for (const secret of stage.secrets) expect(JSON.stringify(account)).not.toContain(secret);
  }),
);

it.each(wires)('no operation on %s asks for the account by itself', (wire) =>
  onStage(wire, async (stage) => {
    await newGateway(stage);
    await stage.cloud.gateways.list().toArray();
    expect(stage.emulator.requests().filter(({ operation }) => operation === identity)).toEqual([]);
  }),
);

it.each(emulatedClouds)('keys of another account of $name tell another one', async (cloud) => {
  const other = {
    accessKeyId: 'other',
    accessKeySecret: 's',
    secretAccessKey: 's',
    secretId: 'other',
    secretKey: 's',
  };
  const names = ['accessKeyId', 'accessKeySecret', 'secretAccessKey', 'secretId', 'secretKey'] as const;
  const emulator = await startEmulator({ speed: 0 });
  const connection = emulator.connection();
  const own = cloud.keys(connection);
  const keys = Object.fromEntries(names.filter((name) => name in own).map((name) => [name, other[name]]));
  emulator.seed({ accounts: [{ cloud: cloud.section, keys }] });
  const call = { signal: new AbortController().signal, deadline: Date.now() + 60_000, token: 'account' };
  const drivers = [cloud.driver(connection, {}), cloud.driver(connection, {}, { credentials: keys })];
  const [first, second] = await Promise.all(drivers.map((driver) => driver.account?.(call)));
  expect(first?.id).toMatch(/./);
  expect(second?.id).toMatch(/./);
  expect(second?.id).not.toBe(first?.id);
  await Promise.all([...drivers.map((driver) => driver.close()), emulator.close()]);
});
