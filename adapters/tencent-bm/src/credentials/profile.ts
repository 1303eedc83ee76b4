import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NatError } from '@polynat/core';
import * as z from 'zod';
import type { TencentBmCredentials } from '../signer.ts';
import { credentialsOf } from './variables.ts';

const credentialSchema = z.looseObject({
  secretId: z.string().optional(),
  secretKey: z.string().optional(),
  token: z.string().optional(),
});

/** `~/.tccli/NAME.credential` of the command line, https://cloud.tencent.com/document/product/440/34012 */
export async function readProfile(home: string, name = 'default'): Promise<TencentBmCredentials | undefined> {
  if (!/^[\w.-]+$/.test(name))
    throw unreadable(name, 'the name of a profile has letters, digits, - _ and dots only');
  const content = await contentOf(home, name);
  return content && credentialsOf(content.secretId, content.secretKey, content.token);
}

/** The file holds secrets, so what is wrong with it is told without showing any of it. */
async function contentOf(home: string, name: string): Promise<z.output<typeof credentialSchema> | undefined> {
  try {
    const text = await readFile(join(home, '.tccli', `${name}.credential`), 'utf8');
    return credentialSchema.parse(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw unreadable(name, 'it cannot be read as a profile');
  }
}

const unreadable = (name: string, why: string): NatError =>
  new NatError('invalid-argument', `~/.tccli/${name}.credential: ${why}`, {
    field: 'credentials',
    remedy: 'write it anew with `tccli configure`',
  });
