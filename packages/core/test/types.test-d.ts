import { expectTypeOf, test } from 'vitest';
import type { BillingResource, DnatResource, NetworkResource, SnatResource } from '../src/driver.ts';
import { createNat, type Driver, type Gateway, type Operation } from '../src/index.ts';

declare const full: Driver & {
  readonly snat: SnatResource;
  readonly dnat: DnatResource;
  readonly billing: BillingResource;
  readonly networks: NetworkResource;
};
declare const plain: Driver & {
  readonly snat: SnatResource;
  readonly dnat?: never;
  readonly billing?: never;
  readonly networks?: never;
};

const nat = createNat({ shop: full, legacy: plain });

test('aliases are known to the compiler', () => {
  nat.use('shop');
  // @ts-expect-error there is no such cloud
  nat.use('shpo');
});

test('what a cloud lacks does not compile', () => {
  expectTypeOf(nat.use('shop').gateway('g').renew).toBeFunction();
  // @ts-expect-error this cloud has no billing
  nat.use('legacy').gateway('g').renew;
  // @ts-expect-error this cloud has no DNAT
  nat.use('legacy').gateway('g').dnat;
  // @ts-expect-error this cloud lists no networks
  nat.use('legacy').networks;
});

test('a mutation is an operation of its snapshot', () => {
  expectTypeOf(nat.use('shop').gateway('g').resize({ tier: 'large' })).toEqualTypeOf<Operation<Gateway>>();
});

test('prepaid needs a term', () => {
  const network = { vpc: 'v', subnet: 's' };
  nat.use('shop').gateways.create({ network, billing: { mode: 'prepaid', term: { months: 1 } } });
  // @ts-expect-error prepaid without a term
  nat.use('shop').gateways.create({ network, billing: { mode: 'prepaid' } });
  // @ts-expect-error a size is one of the union, not two at once with a typo
  nat.use('shop').gateways.create({ network, size: { teir: 'large' } });
});

test('a container does not know its aliases before it runs', () => {
  const some = createNat({} as Record<string, Driver>);
  some.use('anything').gateway('g').renew({ months: 1 });
});
