import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromVariables, resolveCredentials } from '@polynat/adapter-kit';
import { fromProfile } from '@polynat/core';
import { credentials } from '@polynat/tencent';
import { describe, expect, test } from 'vitest';
import { keys, scene, v2 } from './scripted-sender.ts';
import { formOf } from './wire-forms.ts';

const readVariables = (environment: Record<string, string>) => fromVariables(credentials, environment);

const readProfile = (home: string, name?: string) =>
  resolveCredentials(credentials, fromProfile(name), { home })();

describe('variables', () => {
  const pair = { TENCENTCLOUD_SECRET_ID: 'a', TENCENTCLOUD_SECRET_KEY: 'b' };

  test('are those of the official clients', () => {
    expect(readVariables(pair)).toEqual({ secretId: 'a', secretKey: 'b' });
    expect(readVariables({ ...pair, TENCENTCLOUD_TOKEN: 't' })).toEqual({
      secretId: 'a',
      secretKey: 'b',
      token: 't',
    });
  });

  test('of which one is missing are none', () => {
    expect(readVariables({ ...pair, TENCENTCLOUD_SECRET_KEY: '' })).toBeUndefined();
    expect(readVariables({})).toBeUndefined();
  });
});

async function inHome<T>(
  files: Readonly<Record<string, string>>,
  read: (home: string) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'polynat-tencent-bm-'));
  try {
    await mkdir(join(home, '.tccli'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(home, '.tccli', name), text);
    return await read(home);
  } finally {
    await rm(home, { recursive: true });
  }
}

describe('a profile', () => {
  const files = {
    'default.credential': JSON.stringify({ secretId: 'a', secretKey: 'b' }),
    'role.credential': JSON.stringify({ secretId: 'c', secretKey: 'd', token: 't', expiresAt: 1 }),
    'half.credential': JSON.stringify({ secretId: 'e' }),
    'broken.credential': '{"secretKey": "very-secret',
  };

  test('is the default one unless named', () =>
    inHome(files, async (home) => {
      expect(await readProfile(home)).toEqual({ secretId: 'a', secretKey: 'b' });
      expect(await readProfile(home, 'role')).toEqual({ secretId: 'c', secretKey: 'd', token: 't' });
    }));

  test('that is missing or incomplete is none', () =>
    inHome(files, async (home) => {
      for (const name of ['other', 'half']) {
        await expect(readProfile(home, name)).rejects.toMatchObject({ code: 'unauthenticated' });
      }
    }));

  test('that cannot be read is told without showing any of it', () =>
    inHome(files, async (home) => {
      const error = await readProfile(home, 'broken').catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'invalid-argument', field: 'credentials' });
      expect(JSON.stringify(error)).not.toContain('very-secret');
    }));

  test('cannot name a file elsewhere', () =>
    inHome(files, async (home) => {
      await expect(readProfile(home, '../x')).rejects.toMatchObject({ field: 'credentials.profile' });
    }));
});

test('a function gives the keys of every request', async () => {
  let asked = 0;
  const { driver, sender, call } = scene(() => v2({ data: [] }), {
    credentials: async () => {
      asked += 1;
      return { ...keys, token: `token-${asked}` };
    },
  });
  await driver.networks.list(undefined, call());
  expect(sender.requests.map((request) => formOf(request).get('Token'))).toEqual(['token-1']);
});
