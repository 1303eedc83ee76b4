import { check, NatError } from '@polynat/core';
import * as z from 'zod';
import type { CloudDefinition, CloudOptions } from './cloud.ts';
import { settingsSchema } from './settings/schema.ts';

/** A cloud that a configuration names. */
export interface ConfiguredCloud {
  readonly alias: string;
  readonly cloud: CloudDefinition;
  readonly settings: CloudOptions;
}

/** What a configuration says about one cloud: which it is, and its settings. */
export type CloudEntry = Readonly<Record<string, unknown>>;

/** Reads what stands under `clouds` in a configuration: its entries by their alias, in order. */
export function readEntries(
  clouds: unknown,
  what: string,
): readonly (readonly [alias: string, CloudEntry])[] {
  const alias = z
    .string()
    .regex(/^[A-Za-z0-9._-]+$/, 'an alias has letters, digits, dots, dashes and underscores only');
  const schema = z.object({ clouds: z.record(alias, z.looseObject({})) });
  return Object.entries(check(schema, { clouds }, what).clouds);
}

/** Reads an entry that names one of the known clouds by its kind, with everything else it says. */
export function readEntry(
  alias: string,
  { cloud: kind, ...settings }: CloudEntry,
  known: readonly CloudDefinition[],
  what: string,
): ConfiguredCloud {
  const cloud = known.find((one) => one.kind === kind) ?? unknownKind(alias, kind, settings, known);
  refuseSettingsOfOthers(alias, cloud, settings, known);
  return { alias, cloud, settings: readSettings(alias, cloud, settings, what) };
}

/** Reads the settings of one cloud. What does not fit is refused with its whole path in the configuration. */
export function readSettings(
  alias: string,
  { settings, credentials }: CloudDefinition,
  entry: CloudEntry,
  what: string,
): CloudOptions {
  const schema = settingsSchema(settings, credentials);
  check(z.object({ clouds: z.object({ [alias]: schema }) }), { clouds: { [alias]: entry } }, what);
  return check(schema, entry, what);
}

function unknownKind(
  alias: string,
  kind: unknown,
  { kind: former }: CloudEntry,
  known: readonly CloudDefinition[],
): never {
  const all = known.map((one) => one.kind).join(', ');
  if (kind === undefined && typeof former === 'string') {
    throw new NatError('invalid-argument', 'is now called cloud', {
      field: `clouds.${alias}.kind`,
      remedy: `write cloud: ${former}`,
    });
  }
  throw new NatError('invalid-argument', `must be one of ${all}`, {
    field: `clouds.${alias}.cloud`,
    remedy: `use one of: ${all}`,
  });
}

function refuseSettingsOfOthers(
  alias: string,
  cloud: CloudDefinition,
  settings: CloudEntry,
  known: readonly CloudDefinition[],
): void {
  for (const name of Object.keys(settings)) {
    const owners = known.filter(({ settings: { own } }) => Object.hasOwn(own, name));
    if (owners.length === 0 || owners.includes(cloud)) continue;
    const kinds = owners.map(({ kind }) => kind).join(' and ');
    throw new NatError('invalid-argument', `is a choice on ${kinds} only`, {
      field: `clouds.${alias}.${name}`,
      remedy: `leave ${name} out of ${alias}`,
    });
  }
}
