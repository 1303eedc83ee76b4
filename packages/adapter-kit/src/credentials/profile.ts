import { check, type Expiring, NatError } from '@polynat/core';
import * as z from 'zod';
import type { CredentialDefinition, ExchangeTools, ProfileDefinition, ProfileFile } from './definition.ts';
import { readExchanged } from './given.ts';
import { collect, namesOf, schemaOf } from './schema.ts';

/** The credentials in the profile files of the cloud's own tools, or `undefined` when there are none. */
export async function fromProfileFiles<C extends object>(
  definition: CredentialDefinition<C>,
  home: string,
  name: string | undefined,
  tools: ExchangeTools,
): Promise<(C & Expiring) | undefined> {
  const { profile } = definition;
  for (const file of profile?.files ?? []) {
    const entries = await entriesOf(file, home, name, profile?.remedy);
    const exchange = entries && exchangeOf(file, entries);
    if (exchange) return readExchanged(definition, exchange(texts(entries), tools));
    const found = entries && collect(definition, file.fields, (field) => entries[field]);
    if (found) return check(schemaOf(definition), found, file.path);
  }
  return undefined;
}

const exchangeOf = <C extends object>({ exchanges = {} }: ProfileFile<C>, { mode }: Entries) =>
  typeof mode === 'string' && Object.hasOwn(exchanges, mode) ? exchanges[mode] : undefined;

const texts = (entries: Entries): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(entries).map(([name, value]) => [
      name,
      typeof value === 'object' ? undefined : `${value}`,
    ]),
  );

type Entries = Readonly<Record<string, unknown>>;

/** The entries of one profile. No error shows what is in the file, since secrets are. */
async function entriesOf<C extends object>(
  file: ProfileFile<C>,
  home: string,
  name: string | undefined,
  remedy: ProfileDefinition<C>['remedy'] | undefined,
): Promise<Entries | undefined> {
  const path = file.path.replace('NAME', fileName(name ?? file.usual));
  const text = await textOf(path, home);
  if (text === undefined) return undefined;
  const profile = parse(file, text, name);
  if (profile === 'unreadable') {
    throw new NatError('invalid-argument', `${path} is not a profile file`, {
      field: 'credentials',
      ...(remedy !== undefined && { remedy }),
    });
  }
  return profile && inMode(file, profile, name ?? file.usual);
}

function fileName(profile: string): string {
  if (/^[\w.-]+$/.test(profile)) return profile;
  throw new NatError('invalid-argument', 'the name of a profile has letters, digits, -, _ and dots only', {
    field: 'credentials.profile',
  });
}

async function textOf(path: string, home: string): Promise<string | undefined> {
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(path.replace('~', home), 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown error';
    if (code === 'ENOENT') return undefined;
    throw new NatError('invalid-argument', `${path} cannot be read: ${code}`, { field: 'credentials' });
  }
}

function parse<C extends object>(
  { layout, usual }: ProfileFile<C>,
  text: string,
  name: string | undefined,
): Entries | undefined | 'unreadable' {
  try {
    if (layout === 'sections') return sectionOf(text, name ?? usual);
    const content: unknown = JSON.parse(text);
    return layout === 'single' ? z.looseObject({}).parse(content) : listed(content, name, usual);
  } catch {
    return 'unreadable';
  }
}

function listed(content: unknown, name: string | undefined, usual: string): Entries | undefined {
  const { current, profiles } = z
    .looseObject({
      current: z.string().optional(),
      profiles: z.array(z.looseObject({ name: z.string() })),
    })
    .parse(content);
  const wanted = name ?? (current || usual);
  return profiles.find((profile) => profile.name === wanted);
}

/** `[name]`, then `key = value` on a line each. */
function sectionOf(text: string, name: string): Entries {
  const entries: Record<string, string> = {};
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[\s*(.+?)\s*\]/.exec(line)?.[1]?.toLowerCase() ?? section;
    const [, key, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === name.toLowerCase() && key !== undefined && value !== undefined) entries[key] = value;
  }
  return entries;
}

/** Entries that its mode does not use stay in a profile that was changed. */
function inMode<C extends object>(
  { modes, fields, exchanges = {} }: ProfileFile<C>,
  profile: Entries,
  name: string,
): Entries {
  if (!modes) return profile;
  const [usualMode = ''] = Object.keys(modes);
  const mode = profile.mode ?? usualMode;
  if (typeof mode === 'string' && Object.hasOwn(exchanges, mode)) return profile;
  const counting = typeof mode === 'string' && Object.hasOwn(modes, mode) ? modes[mode] : undefined;
  if (counting === undefined) throw otherMode(name, mode, [...Object.keys(modes), ...Object.keys(exchanges)]);
  const named = new Set(counting.flatMap((field) => namesOf(fields, field)));
  return Object.fromEntries(Object.entries(profile).filter(([entry]) => named.has(entry)));
}

function otherMode(profile: string, mode: unknown, known: readonly string[]): NatError {
  /** A word that is too short to be a secret. */
  const told = typeof mode === 'string' && /^\w{1,16}$/.test(mode) ? `mode ${mode}` : 'a mode';
  return new NatError(
    'unauthenticated',
    `the profile ${JSON.stringify(profile)} has ${told} that needs further calls`,
    { remedy: `use a profile of mode ${known.join(' or ')}, or pass a function that gets temporary keys` },
  );
}
