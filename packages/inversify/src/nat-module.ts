import { type Clock, createNat, type Nat, NatError, type PurchaseLedger, type Random } from '@polynat/core';
import { ContainerModule } from 'inversify';
import { CLOCK, DRIVER, LEDGER, NAT, type NamedDriver, RANDOM } from './tokens.ts';

/**
 * Makes one `Nat` of every driver loaded beside it. `container.unbindAsync(NAT)` or `container.unbindAllAsync()` closes it and, with
 * it, the connections of all its drivers.
 */
export const natModule = (): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(NAT)
      .toResolvedValue(
        (
          drivers: NamedDriver[],
          clock: Clock | undefined,
          random: Random | undefined,
          ledger: PurchaseLedger | undefined,
        ): Nat =>
          createNat(byAlias(drivers), {
            ...(clock && { clock }),
            ...(random && { random }),
            ...(ledger && { ledger }),
          }),
        [
          { serviceIdentifier: DRIVER, isMultiple: true },
          { serviceIdentifier: CLOCK, optional: true },
          { serviceIdentifier: RANDOM, optional: true },
          { serviceIdentifier: LEDGER, optional: true },
        ],
      )
      .inSingletonScope()
      .onDeactivation((nat) => nat.close());
  });

function byAlias(drivers: readonly NamedDriver[]) {
  if (drivers.length === 0) {
    throw new NatError('failed-precondition', 'the container has no cloud', {
      remedy: 'load a driver module beside natModule(), or name clouds in the configuration',
    });
  }
  for (const { alias } of drivers) mustBeUnique(alias, drivers);
  return Object.fromEntries(drivers.map(({ alias, driver }) => [alias, driver]));
}

function mustBeUnique(alias: string, drivers: readonly NamedDriver[]): void {
  if (drivers.filter((other) => other.alias === alias).length === 1) return;
  throw new NatError('invalid-argument', `two clouds are called "${alias}"`, {
    field: alias,
    remedy: 'give each cloud an alias of its own',
  });
}
