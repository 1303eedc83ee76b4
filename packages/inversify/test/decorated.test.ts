import type { Clock, Nat } from '@polynat/core';
import { manualClock, memoryDriver } from '@polynat/testkit';
import { Container, decorate, inject, injectable } from 'inversify';
import { describe, expect, it } from 'vitest';
import { CLOCK, driverModule, NAT, natModule } from '../src/index.ts';

class Inventory {
  readonly nat: Nat;
  readonly clock: Clock;

  constructor(nat: Nat, clock: Clock) {
    this.nat = nat;
    this.clock = clock;
  }
}

decorate(injectable(), Inventory);
decorate(inject(NAT), Inventory, 0);
decorate(inject(CLOCK), Inventory, 1);

describe('a decorated class', () => {
  it('gets what the tokens stand for, without decorator syntax or emitted metadata', () => {
    const clock = manualClock();
    const container = new Container();
    container.bind(CLOCK).toConstantValue(clock);
    container.bind(Inventory).toSelf();
    container.load(
      natModule(),
      driverModule('shop', (runtime) => memoryDriver(runtime)),
    );
    const inventory = container.get(Inventory);
    expect(inventory.nat).toBe(container.get(NAT));
    expect(inventory.clock).toBe(clock);
  });
});
