import { check, NatError } from '@polynat/core';
import type { ContainerModule } from 'inversify';
import * as z from 'zod';
import type { Adapter, AdapterRegistry } from './adapter.ts';
import { type DriverFactory, driverModule } from './driver-module.ts';
import { natModule } from './nat-module.ts';

/** Which clouds there are, by alias; what stands beside `kind` is for the adapter of that kind. */
export interface Configuration {
  readonly clouds: Readonly<Record<string, CloudConfiguration>>;
}

export interface CloudConfiguration {
  readonly kind: string;
  readonly [setting: string]: unknown;
}

const alias = z
  .string()
  .regex(/^[A-Za-z0-9._-]+$/, 'must be an alias of letters, digits, dots, dashes and underscores');

const configurationSchema = z.strictObject({
  clouds: z
    .record(alias, z.looseObject({ kind: z.string().min(1, 'must name a kind of cloud') }))
    .refine((clouds) => Object.keys(clouds).length > 0, 'must name at least one cloud'),
});

/**
 * The modules a configuration asks for: `container.load(...configuredModules(settings, { alibaba: …, baidu: … }))`. The whole
 * configuration is checked at once; nothing is made before somebody asks for it.
 */
export function configuredModules(
  configuration: unknown,
  registry: AdapterRegistry,
): readonly ContainerModule[] {
  const { clouds } = check(configurationSchema, configuration, 'configuration');
  const drivers = Object.entries(clouds).map(([name, cloud]) =>
    driverModule(name, factoryFor(name, cloud, registry)),
  );
  return [natModule(), ...drivers];
}

function factoryFor(
  name: string,
  { kind, ...settings }: CloudConfiguration,
  registry: AdapterRegistry,
): DriverFactory {
  return adapterOf(kind, name, registry).prepare((schema) => readSettings(schema, settings, name));
}

/** Checks the settings in their place, so that an error names the whole path. */
function readSettings<O>(schema: z.ZodType<O>, settings: unknown, name: string): O {
  const inPlace = z.object({ clouds: z.object({ [name]: schema }) });
  check(inPlace, { clouds: { [name]: settings } }, 'configuration');
  return check(schema, settings, name);
}

function adapterOf(kind: string, name: string, registry: AdapterRegistry): Adapter {
  const found = Object.hasOwn(registry, kind) ? registry[kind] : undefined;
  if (found) return found;
  throw new NatError('invalid-argument', `"${kind}" is not a kind of cloud this application has on board`, {
    field: `clouds.${name}.kind`,
    remedy: `use one of: ${Object.keys(registry).join(', ')}`,
  });
}
