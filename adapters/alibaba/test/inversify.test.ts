import 'reflect-metadata';
import { fromEnvironment } from '@polynat/core';
import { CLOCK, cloudModule, configuredModules, NAT, natModule, SENDER } from '@polynat/inversify';
import { manualClock } from '@polynat/testkit';
import type { Sender } from '@polynat/transport';
import { Container } from 'inversify';
import { expect, it } from 'vitest';
import { alibaba } from '../src/index.ts';

const credentials = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };
const clock = manualClock();

/** Answers every request with an empty list. */
const sender: Sender = {
  send: async () => ({ status: 200, headers: {}, body: Buffer.from('{"RequestId":"R-1","NatGateways":[]}') }),
  close: async () => undefined,
};

it('stands in a container under its alias, with the sender and the clock of the container', async () => {
  const container = new Container();
  container.bind(SENDER).toConstantValue(sender);
  container.bind(CLOCK).toConstantValue(clock);
  container.load(natModule(), cloudModule('shop', alibaba, { region: 'cn-hangzhou', credentials }));
  const nat = container.get(NAT);
  expect(await nat.use('shop').gateways.list().toArray()).toEqual([]);
});

it('is chosen by a configuration, whose settings are checked in their place', () => {
  const registry = [alibaba];
  const configuration = (more: object) => ({
    clouds: { shop: { cloud: 'alibaba', region: 'cn-hangzhou', credentials: fromEnvironment(), ...more } },
  });
  expect(configuredModules(configuration({}), registry)).toHaveLength(2);
  expect(() => configuredModules(configuration({ endpoint: 'nowhere' }), registry)).toThrow(
    'clouds.shop.endpoint',
  );
  expect(() => configuredModules(configuration({ regoin: 'x' }), registry)).toThrow('regoin');
});
