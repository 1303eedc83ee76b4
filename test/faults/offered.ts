import { type Driver, type Mutation, mutations } from '@polynat/core';
import { startEmulator } from '@polynat/emulator';
import { emulatedClouds } from '../emulated-clouds.ts';

/**
 * What core makes of other methods: it replaces an address by attaching one and detaching one, adds rules one by one, and
 * changes all of a gateway by resizing, renaming, tagging and protecting it.
 */
const composed: { readonly [M in Mutation]?: Mutation } = {
  'gateways.createAll': 'gateways.create',
  'gateways.update': 'gateways.resize',
  'addresses.swap': 'addresses.attach',
  'snat.addWithAddress': 'snat.add',
  'snat.addAll': 'snat.add',
  'snat.addAllWithAddresses': 'snat.add',
  'snat.removeWithAddresses': 'snat.remove',
  'snat.removeAll': 'snat.remove',
  'dnat.addWithAddress': 'dnat.add',
  'dnat.addAll': 'dnat.add',
  'dnat.addAllWithAddresses': 'dnat.add',
  'dnat.removeWithAddresses': 'dnat.remove',
  'dnat.removeAll': 'dnat.remove',
};

/** The mutations each cloud offers, told by its driver: the methods it has, and the features it does not deny. */
export const offered: Readonly<Record<string, readonly Mutation[]>> = await askDrivers();

async function askDrivers() {
  const emulator = await startEmulator();
  const connection = emulator.connection();
  const vpcOf = (cloud: (typeof emulatedClouds)[number]) =>
    cloud.own.includes('vpc') ? { vpc: cloud.place(connection).vpc } : {};
  const drivers = emulatedClouds.map((cloud) => ({
    name: cloud.name,
    driver: cloud.driver(connection, {}, vpcOf(cloud)),
  }));
  await emulator.close();
  return Object.fromEntries(
    drivers.map(({ name, driver }) => [name, mutations.filter((mutation) => offers(driver, mutation))]),
  );
}

function offers(driver: Driver, mutation: Mutation): boolean {
  const base = composed[mutation] ?? mutation;
  return hasMethod(driver, base) && !denies(driver, base);
}

function hasMethod(driver: Driver, mutation: Mutation): boolean {
  const [resource = '', verb = ''] = mutation.split('.');
  const methods = new Map(Object.entries(driver)).get(resource);
  return typeof methods === 'object' && methods !== null && typeof methods[verb] === 'function';
}

function denies({ capabilities }: Driver, mutation: Mutation): boolean {
  return new Map(Object.entries(capabilities.features)).get(mutation)?.supported === false;
}
