import { expect, it } from 'vitest';
import { type Call, createNat } from '../src/index.ts';
import { countingRandom, leapingClock, scriptedDriver } from './scripted-driver.ts';

it('hands the check of the caller to every call of an operation and of a read', async () => {
  const calls: Call[] = [];
  const driver = scriptedDriver({});
  const watched = {
    ...driver,
    gateways: {
      ...driver.gateways,
      create: (...given: Parameters<typeof driver.gateways.create>) => {
        calls.push(given[1]);
        return driver.gateways.create(...given);
      },
      get: (...given: Parameters<typeof driver.gateways.get>) => {
        calls.push(given[1]);
        return driver.gateways.get(...given);
      },
    },
  };
  const nat = createNat({ shop: watched }, { clock: leapingClock(), random: countingRandom() });
  const beforeSend = () => undefined;
  const spec = { name: 'egress', network: { vpc: 'vpc-1', subnet: 'subnet-1' } };
  await nat.use('shop').gateways.create(spec, { beforeSend });
  await nat.gateway('shop:north/gw-1').get({ beforeSend });
  await nat.gateway('shop:north/gw-1').get();
  expect(calls.map((call) => call.beforeSend)).toEqual([beforeSend, beforeSend, undefined]);
});
