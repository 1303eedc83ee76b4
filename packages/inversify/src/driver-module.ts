import type { DriverRuntime } from '@polynat/adapter-kit';
import type { Clock, Driver, Random } from '@polynat/core';
import type { RateLimiter, Sender, Trace } from '@polynat/transport';
import { ContainerModule } from 'inversify';
import { CLOCK, DRIVER, type NamedDriver, RANDOM, RATE_LIMITER, SENDER, TRACE } from './tokens.ts';

/** What the container replaces is spread into the options of an adapter. */
export type DriverFactory = (runtime: DriverRuntime) => Driver;

/** Loads one cloud into the container, made by the plain factory of its adapter: once, when somebody first asks. */
export const driverModule = (alias: string, factory: DriverFactory): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(DRIVER)
      .toResolvedValue(
        (
          clock: Clock | undefined,
          random: Random | undefined,
          sender: Sender | undefined,
          trace: Trace | undefined,
          rateLimiter: RateLimiter | undefined,
        ): NamedDriver => ({
          alias,
          driver: factory({
            ...(clock && { clock }),
            ...(random && { random }),
            ...(sender && { sender }),
            ...(trace && { trace }),
            ...(rateLimiter && { rateLimiter }),
          }),
        }),
        [
          { serviceIdentifier: CLOCK, optional: true },
          { serviceIdentifier: RANDOM, optional: true },
          { serviceIdentifier: SENDER, optional: true },
          { serviceIdentifier: TRACE, optional: true },
          { serviceIdentifier: RATE_LIMITER, optional: true },
        ],
      )
      .inSingletonScope();
  });
