import type { Clock, Nat, Random } from '@polynat/core';
import type { Sender, Trace } from '@polynat/transport';
import { Container, type ServiceIdentifier } from 'inversify';
import { describe, expectTypeOf, it } from 'vitest';
import { CLOCK, NAT, RANDOM, SENDER, TRACE, token } from '../src/index.ts';

class Report {
  readonly nat: Nat;
  readonly clock: Clock;
  constructor(nat: Nat, clock: Clock) {
    this.nat = nat;
    this.clock = clock;
  }
}

describe('tokens as the compiler sees them', () => {
  const container = new Container();
  const report = token<Report>('test/report');

  it('remember the type they stand for', () => {
    expectTypeOf(container.get(NAT)).toEqualTypeOf<Nat>();
    expectTypeOf(container.get(RANDOM)).toEqualTypeOf<Random>();
    expectTypeOf(token<Clock>('x')).toEqualTypeOf<ServiceIdentifier<Clock>>();
  });

  it('check the list of dependencies', () => {
    container.bind(report).toResolvedValue((nat, clock) => new Report(nat, clock), [NAT, CLOCK]);
    // @ts-expect-error the two are swapped
    container.bind(report).toResolvedValue((nat: Nat, clock: Clock) => new Report(nat, clock), [CLOCK, NAT]);
    // @ts-expect-error one is missing
    container.bind(report).toResolvedValue((nat: Nat, clock: Clock) => new Report(nat, clock), [NAT]);
    // @ts-expect-error a clock is no report
    container.bind(report).toResolvedValue((clock) => clock, [CLOCK]);
  });

  it('check constants', () => {
    // @ts-expect-error a number is no clock
    container.bind(CLOCK).toConstantValue(7);
  });

  it('stand for the sender and the trace of the transport', () => {
    expectTypeOf(container.get(SENDER)).toEqualTypeOf<Sender>();
    expectTypeOf(container.get(TRACE)).toEqualTypeOf<Trace>();
  });
});
