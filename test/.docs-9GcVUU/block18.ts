import { baidu } from '@polynat/baidu';
import { createNat } from '@polynat/core';
import { startEmulator } from '@polynat/emulator';
import { expect, it } from 'vitest';

it('names the gateway after the team', async () => {
  const emulator = await startEmulator({ speed: 0 });
  const { url, credentials, networks } = emulator.connection();
  const nat = createNat({
    search: baidu({ region: networks.baidu.region, credentials: credentials.baidu, endpoint: url }),
  });

  const network = { vpc: networks.baidu.vpcId };
  const gateway = await nat.use('search').gateways.create({ name: 'team-search', network });

  expect(gateway.state).toBe('available');
  expect(emulator.requests().map(({ operation }) => operation)).toContain('CreateNat');
  await nat.close();
  await emulator.close();
});

export {};
