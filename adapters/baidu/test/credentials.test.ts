import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromVariables, resolveCredentials } from '@polynat/adapter-kit';
import { fromProfile } from '@polynat/core';
import { describe, expect, test } from 'vitest';
import { credentials } from '../src/credentials.ts';

const readVariables = (environment: Record<string, string>) => fromVariables(credentials, environment);

const readProfile = (home: string, name?: string) =>
  resolveCredentials(credentials, fromProfile(name), { home })();

describe('variables', () => {
  test('of the command line win over those of Terraform', () => {
    const both = {
      BCE_ACCESS_KEY_ID: 'a',
      BCE_SECRET_ACCESS_KEY: 'b',
      BAIDUCLOUD_ACCESS_KEY: 'c',
      BAIDUCLOUD_SECRET_KEY: 'd',
    };
    expect(readVariables(both)).toEqual({ accessKeyId: 'a', secretAccessKey: 'b' });
    expect(readVariables({ ...both, BCE_ACCESS_KEY_ID: '' })).toEqual({
      accessKeyId: 'c',
      secretAccessKey: 'd',
    });
  });

  test.each(['BCE_SECURITY_TOKEN', 'BCE_SESSION_TOKEN'])(
    'bring the token in %s only with its own keys',
    (variable) => {
      const pair = { BCE_ACCESS_KEY_ID: 'a', BCE_SECRET_ACCESS_KEY: 'b', [variable]: 't' };
      expect(readVariables(pair)).toEqual({ accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 't' });
      const other = { BAIDUCLOUD_ACCESS_KEY: 'c', BAIDUCLOUD_SECRET_KEY: 'd', [variable]: 't' };
      expect(readVariables(other)).toEqual({ accessKeyId: 'c', secretAccessKey: 'd' });
    },
  );

  test('of which one is missing are none', () => {
    expect(readVariables({ BCE_ACCESS_KEY_ID: 'a' })).toBeUndefined();
    expect(readVariables({})).toBeUndefined();
  });
});

const config = JSON.stringify({
  current: 'prod',
  profiles: [
    { name: 'default', mode: 'AK', access_key_id: 'a', secret_access_key: 'b', region: 'bj' },
    { name: 'prod', mode: 'StsToken', access_key_id: 'c', secret_access_key: 'd', security_token: 't' },
    { name: 'broken', mode: 'AK', access_key_id: 'e' },
  ],
});

const sections =
  '[Defaults]\r\nbce_access_key_id = g\r\nbce_secret_access_key = h=\r\n\r\n[Other]\nbce_access_key_id=i\n';

async function inHome<T>(
  files: Readonly<Record<string, string>>,
  read: (home: string) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'polynat-baidu-'));
  try {
    await mkdir(join(home, '.bce'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(home, '.bce', name), text);
    return await read(home);
  } finally {
    await rm(home, { recursive: true });
  }
}

describe('a profile', () => {
  test.each([
    [undefined, { accessKeyId: 'c', secretAccessKey: 'd', sessionToken: 't' }],
    ['default', { accessKeyId: 'a', secretAccessKey: 'b' }],
  ])('named %s is read from the file of the command line', async (name, found) => {
    expect(await inHome({ 'config.json': config }, (home) => readProfile(home, name))).toEqual(found);
  });

  test.each(['broken', 'nobody'])('named %s is none', async (name) => {
    const read = inHome({ 'config.json': config }, (home) => readProfile(home, name));
    await expect(read).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('is read from the file of the command line before it', async () => {
    expect(await inHome({ credentials: sections }, (home) => readProfile(home))).toEqual({
      accessKeyId: 'g',
      secretAccessKey: 'h=',
    });
  });

  test.each([
    ['half of one', { credentials: sections }, 'other'],
    ['that exists nowhere', {}, undefined],
  ])('%s is none', async (_what, files, name) => {
    const read = inHome(files, (home) => readProfile(home, name));
    await expect(read).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('in a broken file is refused without showing what is in it', async () => {
    const read = inHome({ 'config.json': '{"profiles":[{"secret_access_key":"hush"' }, (home) =>
      readProfile(home),
    );
    const error = await read.then(
      () => 'read',
      (thrown: unknown) => String(thrown),
    );
    expect(error).toMatch(/config\.json is not a profile file/);
    expect(error).not.toContain('hush');
  });
});
