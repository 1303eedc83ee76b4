import { createRequire } from 'node:module';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { unprotectedGateways } from '../src/audit.ts';

/** What `require` gives: loaders disagree about the default export of this CommonJS module. */
type VpcModule = Pick<typeof import('@alicloud/vpc20160428'), 'default'>;
const { default: VpcClient }: VpcModule = createRequire(import.meta.url)('@alicloud/vpc20160428');

const region = 'cn-qingdao';
const seed = {
  alibaba: {
    gateways: [
      { region, name: 'shop', deletionProtection: true },
      { region, name: 'scratch' },
    ],
  },
};

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ speed: 0, seed });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

function client(changes: { readonly accessKeySecret?: string } = {}) {
  const { accessKeyId, accessKeySecret } = emulator.connection().credentials.alibaba;
  const endpoint = new URL(emulator.url).host;
  const keys = { accessKeyId, accessKeySecret, ...changes };
  return new VpcClient(new $OpenApiUtil.Config({ ...keys, endpoint, protocol: 'HTTP' }));
}

it('finds gateways without protection', async () => {
  expect(await unprotectedGateways(client(), region)).toEqual(['scratch']);
});

it('reads every page of a big account', async () => {
  emulator.seed({ alibaba: { fleets: [{ region, gateways: 120 }] } });
  expect(await unprotectedGateways(client(), region)).toHaveLength(121);
});

it('tells when the cloud throttles', async () => {
  emulator.faults.append({ kind: 'throttle', cloud: 'alibaba', count: 1 });
  await expect(unprotectedGateways(client(), region)).rejects.toMatchObject({
    code: expect.stringMatching(/^Throttling/),
  });
});

it('tells when the secret is wrong', async () => {
  const stranger = client({ accessKeySecret: 'not-the-secret' });
  await expect(unprotectedGateways(stranger, region)).rejects.toMatchObject({
    code: expect.stringMatching(/Signature/),
  });
});
