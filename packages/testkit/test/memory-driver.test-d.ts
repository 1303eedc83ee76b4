import { createNat } from '@polynat/core';
import { describe, expectTypeOf, it } from 'vitest';
import { memoryDriver } from '../src/index.ts';

describe('memoryDriver as the compiler sees it', () => {
  const nat = createNat({ full: memoryDriver(), plain: memoryDriver({ without: ['billing', 'dnat'] }) });

  it('offers renew and DNAT rules where the cloud has them', () => {
    expectTypeOf(nat.use('full').gateway('nat-1')).toHaveProperty('renew');
    expectTypeOf(nat.use('full').gateway('nat-1')).toHaveProperty('dnat');
    expectTypeOf(memoryDriver()).toHaveProperty('billing');
  });

  it('does not compile what a cloud was made without', () => {
    // @ts-expect-error this cloud has no billing
    nat.use('plain').gateway('nat-1').renew({ months: 1 });
    // @ts-expect-error this cloud has no DNAT rules
    nat.use('plain').gateway('nat-1').dnat.list();
    expectTypeOf(memoryDriver({ without: ['billing'] })).not.toHaveProperty('billing');
    expectTypeOf(nat.use('plain').gateway('nat-1')).toHaveProperty('snat');
  });

  it('types its own operations by their name', () => {
    expectTypeOf(memoryDriver().native.call('CountResources', {})).resolves.toHaveProperty('gateways');
    // @ts-expect-error there is no such operation
    void memoryDriver().native.call('DropEverything', {});
    // @ts-expect-error the standing is not one of the three
    void memoryDriver().native.call('SetStanding', { id: 'nat-1', standing: 'sleepy' });
  });

  it('cannot switch off what the in-memory cloud always knows', () => {
    // @ts-expect-error tokens are always recognised
    memoryDriver({ unsupported: { 'writes.token': true } });
  });
});
