import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NatError } from '@polynat/core';
import * as z from 'zod';
import type { BaiduCredentials } from '../signer.ts';
import { credentialsOf } from './variables.ts';

/** `~/.bce/config.json` of the command line, or `~/.bce/credentials` of the one before it. */
export async function readProfile(home: string, name?: string): Promise<BaiduCredentials | undefined> {
  const current = await textOf(join(home, '.bce', 'config.json'));
  const found = current === undefined ? undefined : fromConfig(current, name);
  if (found) return found;
  const former = await textOf(join(home, '.bce', 'credentials'));
  return former === undefined ? undefined : fromSections(former, name ?? 'defaults');
}

const configSchema = z.looseObject({
  current: z.string().optional(),
  profiles: z.array(
    z.looseObject({
      name: z.string(),
      access_key_id: z.string().optional(),
      secret_access_key: z.string().optional(),
      security_token: z.string().optional(),
    }),
  ),
});

function fromConfig(text: string, name: string | undefined): BaiduCredentials | undefined {
  const { current, profiles } = parseConfig(text);
  const wanted = name ?? current ?? 'default';
  const profile = profiles.find((candidate) => candidate.name === wanted);
  return profile && credentialsOf(profile.access_key_id, profile.secret_access_key, profile.security_token);
}

/** The file holds secrets, so what is wrong with it is told without showing any of it. */
function parseConfig(text: string): z.output<typeof configSchema> {
  try {
    return configSchema.parse(JSON.parse(text));
  } catch {
    throw new NatError('invalid-argument', '~/.bce/config.json is not a profile file', {
      field: 'credentials',
      remedy: 'write it anew with `bce configure set`',
    });
  }
}

function fromSections(text: string, name: string): BaiduCredentials | undefined {
  const values: Record<string, string> = {};
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[\s*(.+?)\s*\]/.exec(line)?.[1]?.toLowerCase() ?? section;
    const [, key, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === name.toLowerCase() && key !== undefined && value !== undefined) values[key] = value;
  }
  return credentialsOf(values.bce_access_key_id, values.bce_secret_access_key, values.bce_session_token);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new NatError('invalid-argument', `${path} cannot be read`, { field: 'credentials', cause });
  }
}
