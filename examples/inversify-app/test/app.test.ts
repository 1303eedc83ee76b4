import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { NAT } from '@polynat/inversify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compose } from '../src/clouds.ts';
import { Egress } from '../src/egress.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
afterAll(() => emulator.close());

/** The same alias on one cloud or another: what an operator edits. */
function configurations() {
  const { url, credentials, networks } = emulator.connection();
  return {
    alibaba: {
      cloud: 'alibaba',
      region: networks.alibaba.regionId,
      credentials: credentials.alibaba,
      endpoint: url,
    },
    baidu: { cloud: 'baidu', region: networks.baidu.region, credentials: credentials.baidu, endpoint: url },
  };
}

it.each(['alibaba', 'baidu'] as const)('runs on %s because the configuration says so', async (kind) => {
  const container = compose({ clouds: { shop: configurations()[kind] } });
  const { alibaba, baidu } = emulator.connection().networks;
  const network =
    kind === 'alibaba' ? { vpc: alibaba.vpcId, subnet: alibaba.vSwitchId } : { vpc: baidu.vpcId };
  const lines = await container.get(Egress).open('shop', 'egress', network);
  expect(lines).toEqual([expect.stringMatching(/^shop:\S+ egress available$/)]);
  await container.unbindAllAsync();
});

it('refuses a kind of cloud it does not have on board, and says which it has', () => {
  expect(() => compose({ clouds: { shop: { cloud: 'aws', region: 'x' } } })).toThrow(/clouds\.shop\.cloud/);
});

it('hands every class the same clouds', async () => {
  const container = compose({ clouds: configurations() });
  expect(container.get(NAT)).toBe(container.get(NAT));
  expect(container.get(NAT).aliases).toEqual(['alibaba', 'baidu']);
  await container.unbindAllAsync();
});

/** Against the packages as they are published: a condition nobody uses leads past the sources, which is what a user's project sees. */
it('compiles with experimentalDecorators and nothing else', async () => {
  const [compiler = '', project = '', build = ''] = [
    '../../../node_modules/.bin/tsc',
    '..',
    '../../../tools/build.js',
  ].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  await promisify(execFile)(process.execPath, [build, '--declarations']);
  const { stdout } = await promisify(execFile)(compiler, ['-p', project, '--customConditions', 'none']);
  expect(stdout).toBe('');
});
