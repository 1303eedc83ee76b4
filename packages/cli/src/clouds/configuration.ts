import { dirname, resolve } from 'node:path';
import {
  type CloudEntry,
  type ConfiguredCloud,
  readEntries,
  readEntry,
  readSettings,
} from '@polynat/adapter-kit';
import { check, NatError } from '@polynat/core';
import * as z from 'zod';
import { parseYaml, readText } from '../command-line/files.ts';
import type { Io } from '../terminal/io.ts';
import { knownClouds } from './known.ts';
import { type ConfiguredSchedule, readSchedules } from './schedules.ts';

/** What `polynat.yaml` says. */
export interface Configuration {
  readonly clouds: readonly NamedCloud[];
  /** Folder of the journals, relative to the file. */
  readonly state?: string;
  readonly schedules?: readonly ConfiguredSchedule[];
}

/** A cloud of the configuration. `use` names the package it came from, where that is not one of the known clouds. */
export interface NamedCloud extends ConfiguredCloud {
  readonly use?: string;
}

/** Reads the text of a configuration. Packages it names are looked for from its folder. */
export async function readConfiguration(
  content: string,
  folder: string,
  where = 'polynat.yaml',
): Promise<Configuration> {
  const value = parseYaml(content, where);
  refuseSecrets(value, where);
  const { clouds, state, schedules } = check(fileSchema(), value, where);
  const entries = readEntries(clouds, where).map(([alias, entry]) => cloudOf(alias, entry, folder, where));
  return {
    clouds: await Promise.all(entries),
    ...(state !== undefined && { state }),
    ...(schedules && { schedules: readSchedules(schedules, folder) }),
  };
}

export const loadConfiguration = (io: Io, path: string): Promise<Configuration> =>
  readConfiguration(readText(io, path, 'config'), dirname(resolve(io.directory, path)), path);

const fileSchema = () =>
  z.strictObject({
    clouds: z.unknown(),
    state: z.string().min(1, 'must name a folder').exactOptional(),
    schedules: z.record(z.string(), z.unknown(), 'must be schedules by their names').exactOptional(),
  });

async function cloudOf(alias: string, entry: CloudEntry, folder: string, where: string): Promise<NamedCloud> {
  refuseKeys(alias, entry, where);
  const { use, ...rest } = entry;
  if (use === undefined) return readEntry(alias, entry, knownClouds, where);
  const { cloudIn } = await import('./packages.ts');
  const { cloud: kind, ...settings } = rest;
  if (kind !== undefined) throw both(alias);
  const cloud = await cloudIn(use, folder, alias);
  return { alias, cloud, use: String(use), settings: readSettings(alias, cloud, settings, where) };
}

const both = (alias: string): NatError =>
  new NatError('invalid-argument', 'names a cloud beside use', {
    field: `clouds.${alias}.cloud`,
    remedy: 'write either cloud or use',
  });

const secretName = /secret|password|access.?key|token/i;

const elsewhere =
  "keep secrets in the environment, in the profile file of the cloud's own tool, or have a command print them";

/** A secret in a file ends up in a repository; it is refused before anything else is looked at. */
function refuseSecrets(value: unknown, where: string, path: readonly string[] = []): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (secretName.test(name) && typeof member === 'string') {
      throw new NatError('invalid-argument', `"${name}" is a secret and does not belong into ${where}`, {
        field: path.join('.') || where,
        remedy: elsewhere,
      });
    }
    refuseSecrets(member, where, [...path, name]);
  }
}

/** The keys of a cloud may have any names; in a file, only places where keys are may be named. */
function refuseKeys(alias: string, { credentials }: CloudEntry, where: string): void {
  if (typeof credentials !== 'object' || credentials === null) return;
  if ('profile' in credentials || 'command' in credentials || 'from' in credentials || 'role' in credentials)
    return;
  throw new NatError('invalid-argument', `keys do not belong into ${where}`, {
    field: `clouds.${alias}.credentials`,
    remedy: elsewhere,
  });
}
