import type { Driver } from '@polynat/core';
import type * as z from 'zod';
import type { DriverFactory, DriverRuntime } from './driver-module.ts';

/** A kind of cloud that a configuration may name. */
export interface Adapter {
  /** Reads the settings of one cloud; what they do not fit throws, with their place in the configuration. */
  prepare(read: <O>(schema: z.ZodType<O>) => O): DriverFactory;
}

/** `settings` is the shape of what stands beside `kind`; `create` usually is the adapter's plain factory. */
export const adapter = <O>(
  settings: z.ZodType<O>,
  create: (options: O, runtime: DriverRuntime) => Driver,
): Adapter => ({
  prepare: (read) => {
    const options = read(settings);
    return (runtime) => create(options, runtime);
  },
});

/** The kinds an application has on board. Only what is listed here can be configured, and only that is bundled. */
export type AdapterRegistry = Readonly<Record<string, Adapter>>;
