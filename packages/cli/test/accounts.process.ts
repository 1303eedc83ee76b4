import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator } from '@polynat/emulator';
import { expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import { run, start } from './binary.ts';
import { newFolder } from './stage.ts';

const strangers = {
  alibaba: { accessKeyId: 'stranger', accessKeySecret: 'of-alibaba' },
  baidu: { accessKeyId: 'stranger', secretAccessKey: 'of-baidu' },
};

/** A configuration holds no keys: a command prints them. */
const from = (keys: object) => ({
  command: [process.execPath, '-e', 'console.log(process.argv[1])', JSON.stringify(keys)],
});

/** A migration that was killed after it had created the gateway, and the aliases to be changed under it. */
async function killed() {
  const accounts = (['alibaba', 'baidu'] as const).map((cloud) => ({ cloud, keys: strangers[cloud] }));
  const emulator = await startEmulator({ speed: 240, seed: { ...fleet, accounts } });
  const { url: endpoint, credentials: own, networks } = emulator.connection();
  const home = newFolder();
  const environment = { HOME: home, POLYNAT_STATE: join(home, 'runs') };
  const write = (keys: Pick<typeof own, 'alibaba' | 'baidu'>) => {
    const shop = {
      cloud: 'alibaba',
      region: networks.alibaba.regionId,
      endpoint,
      credentials: from(keys.alibaba),
    };
    const search = { cloud: 'baidu', region: networks.baidu.region, endpoint, credentials: from(keys.baidu) };
    writeFileSync(join(home, 'polynat.yaml'), JSON.stringify({ clouds: { shop, search } }));
  };
  write(own);
  const read = async (...args: string[]) => JSON.parse((await run(environment, ...args, '--json')).out);
  const [{ ref }] = await read('gateways', 'list', '--cloud', 'shop');
  const known: { id: string; name: string }[] = await read('networks', 'list', 'search');
  const vpc = known.find(({ name }) => name === 'shop-network')?.id;
  const mapping = { network: { vpc }, size: { units: 2 }, otherAddresses: 'allocate' };
  writeFileSync(join(home, 'mapping.yaml'), JSON.stringify(mapping));
  const migrating = start(
    environment,
    ...['migrate', ref, '--to', 'search', '--mapping', 'mapping.yaml', '--yes'],
  );
  await migrating.saying('err', 'done     create gateway');
  migrating.signal('SIGKILL');
  await migrating.ended;
  const [{ id }] = await read('runs', 'list');
  return { emulator, own, write, id, command: (...args: string[]) => run(environment, ...args) };
}

it('a killed run whose alias has keys of another account by now is neither resumed nor rolled back', async () => {
  const { emulator, own, write, id, command } = await killed();
  const asked = () => emulator.requests().filter(({ operation }) => operation === 'GetCallerIdentity').length;
  const before = emulator.requests().length - asked();
  for (const cloud of ['alibaba', 'baidu'] as const) {
    write({ ...own, [cloud]: strangers[cloud] });
    for (const verb of ['resume', 'rollback']) {
      const { exit, out, err } = await command(verb, id, '--yes');
      expect([exit, out]).toEqual([1, '']);
      expect(err).toMatch(
        /\[failed-precondition\][^\n]*acts for account [^\n]*\n→ use credentials of account/,
      );
      expect(err).not.toContain(strangers[cloud].accessKeyId);
    }
  }
  expect(emulator.requests().length - asked()).toBe(before);
  write(own);
  const told = asked();
  expect(await command('resume', id, '--any-account')).toMatchObject({
    exit: 0,
    out: expect.stringContaining(`Run ${id} is awaiting cut-over`),
  });
  expect(asked()).toBe(told);
  await emulator.close();
});
