import { type CloudFactory, readEntries, readEntry } from '@polynat/adapter-kit';
import { check, NatError } from '@polynat/core';
import type { ContainerModule } from 'inversify';
import * as z from 'zod';
import { cloudModule } from './cloud-module.ts';
import { natModule } from './nat-module.ts';

/** Which clouds there are, by alias; as in `polynat.yaml`. */
export interface Configuration {
  readonly clouds: Readonly<Record<string, CloudConfiguration>>;
}

/** `cloud` is a kind such as `alibaba`; what stands beside it are the settings of that cloud. */
export interface CloudConfiguration {
  readonly cloud: string;
  readonly [setting: string]: unknown;
}

/**
 * The modules a configuration asks for: `container.load(...configuredModules(settings, [alibaba, baidu]))`. Only the clouds listed
 * here can be configured, and only those are bundled. The whole configuration is checked at once; nothing is made before somebody
 * asks for it.
 */
export function configuredModules(
  configuration: unknown,
  known: readonly CloudFactory[],
): readonly ContainerModule[] {
  const { clouds } = check(z.strictObject({ clouds: z.unknown() }), configuration, 'configuration');
  const entries = readEntries(clouds, 'configuration');
  if (entries.length === 0) throw noCloud();
  return [natModule(), ...entries.map(([alias, entry]) => configured(alias, entry, known))];
}

function configured(
  alias: string,
  entry: Readonly<Record<string, unknown>>,
  known: readonly CloudFactory[],
): ContainerModule {
  const definitions = known.map(({ cloud }) => cloud);
  const { cloud, settings } = readEntry(alias, entry, definitions, 'configuration');
  const factory = known.find((one) => one.cloud === cloud);
  if (!factory) throw new NatError('internal', `nothing makes the cloud ${cloud.kind}`);
  return cloudModule(alias, factory, settings);
}

const noCloud = (): NatError =>
  new NatError('invalid-argument', 'must name at least one cloud', {
    field: 'clouds',
    remedy: 'add an entry such as shop: { cloud: alibaba, region: cn-hangzhou }',
  });
