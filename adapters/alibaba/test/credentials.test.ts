import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromVariables, resolveCredentials } from '@polynat/adapter-kit';
import { fromEnvironment, fromProfile, minutes } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { credentials } from '../src/credentials.ts';
import { type AlibabaOptions, alibaba } from '../src/index.ts';
import { refusal, scripted } from './scripted.ts';

const keys = { accessKeyId: 'id', accessKeySecret: 'secret' };

describe('keys of the environment', () => {
  it.each([
    [{ ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' }, keys],
    [{ ALICLOUD_ACCESS_KEY_ID: 'id', ALICLOUD_ACCESS_KEY_SECRET: 'secret' }, keys],
    [
      { ALICLOUD_ACCESS_KEY: 'id', ALICLOUD_SECRET_KEY: 'secret', ALICLOUD_SECURITY_TOKEN: 'token' },
      { ...keys, securityToken: 'token' },
    ],
    [
      {
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'id',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret',
        ALIBABA_CLOUD_SECURITY_TOKEN: 'token',
        ALICLOUD_ACCESS_KEY: 'old',
      },
      { ...keys, securityToken: 'token' },
    ],
    [{ ALIBABA_CLOUD_ACCESS_KEY_ID: 'id' }, undefined],
    [{ ALIBABA_CLOUD_ACCESS_KEY_ID: '', ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }, undefined],
  ])('are read from %o', (environment, expected) =>
    expect(fromVariables(credentials, environment)).toEqual(expected),
  );
});

describe('keys of a profile', () => {
  const configuration = {
    current: 'work',
    profiles: [
      {
        name: 'default',
        mode: 'AK',
        access_key_id: 'default-id',
        access_key_secret: 'default-secret',
        region_id: 'cn-hangzhou',
      },
      { name: 'work', mode: 'AK', access_key_id: 'id', access_key_secret: 'secret', sts_token: 'left-over' },
      {
        name: 'temporary',
        mode: 'StsToken',
        access_key_id: 'id',
        access_key_secret: 'secret',
        sts_token: 'token',
      },
      { name: 'chain', mode: 'ChainableRamRoleArn', access_key_id: 'id', access_key_secret: 'secret' },
      { name: 'role', mode: 'RamRoleArn', access_key_id: 'id', access_key_secret: 'secret' },
      { name: 'empty', mode: 'AK', access_key_id: '', access_key_secret: '' },
    ],
    meta_path: '',
  };

  async function profile(name?: string): Promise<object> {
    const home = await mkdtemp(join(tmpdir(), 'aliyun-'));
    try {
      await mkdir(join(home, '.aliyun'));
      await writeFile(join(home, '.aliyun', 'config.json'), JSON.stringify(configuration));
      return await resolveCredentials(credentials, fromProfile(name), { home })();
    } finally {
      await rm(home, { recursive: true });
    }
  }

  it('are those of the current profile, or of the one named', async () => {
    expect(await profile()).toEqual(keys);
    expect(await profile('default')).toMatchObject({ accessKeyId: 'default-id' });
    expect(await profile('temporary')).toEqual({ ...keys, securityToken: 'token' });
  });

  it.each(['nobody', 'empty'])('are none in the profile %s', async (name) => {
    await expect(profile(name)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('are refused in a mode that is not known, and in one that lacks a field, with its name', async () => {
    await expect(profile('chain')).rejects.toThrow(/"chain" has a mode that needs further calls/);
    await expect(profile('role')).rejects.toThrow(/ram_role_arn/);
  });

  it('are none without the file the command line writes', async () => {
    const read = resolveCredentials(credentials, fromProfile(), { home: '/nowhere' });
    await expect(read()).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('keys of a function', () => {
  it('are asked for anew before they end, and sign with their token', async () => {
    let asked = 0;
    const { driver, sent, call, clock } = scripted(() => ({ body: { NatGateways: [] } }), {
      credentials: async () => {
        asked += 1;
        return { ...keys, securityToken: `token-${asked}`, expires: clock.now() + minutes(60) };
      },
    });
    await driver.gateways.list({}, undefined, call());
    await driver.gateways.list({}, undefined, call());
    await clock.advance(minutes(61));
    await driver.gateways.list({}, undefined, call());
    expect(sent.map(({ SecurityToken }) => SecurityToken)).toEqual(['token-1', 'token-1', 'token-2']);
  });

  it('never show in an error, even where the service echoes them', async () => {
    const { driver, call } = scripted(() =>
      refusal(400, 'SignatureDoesNotMatch', 'server string to sign is:GET&AccessKeyId%3Dtestid%26'),
    );
    const error = await driver.gateways.list({}, undefined, call()).catch((thrown: unknown) => thrown);
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('testid');
  });
});

describe('options', () => {
  const good: AlibabaOptions = { region: 'cn-hangzhou', credentials: fromEnvironment() };
  it.each([
    [{ region: '' }, 'region'],
    [{ region: 'CN Hangzhou' }, 'region'],
    [{ endpoint: 'vpc.aliyuncs.com' }, 'endpoint'],
    [{ endpoint: 'https://vpc.aliyuncs.com/path' }, 'endpoint'],
    [{ endpoint: 'ftp://vpc.aliyuncs.com' }, 'endpoint'],
    [{ account: 'a/b' }, 'account'],
    [{ generation: 'newest' }, 'generation'],
  ])('%o are refused naming %s', (change, field) => {
    expect(() => alibaba({ ...good, ...change } as AlibabaOptions)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field }),
    );
  });

  it('need no request: a driver is made without asking anything', () => {
    const { sent, driver } = scripted(() => ({ body: { NatGateways: [] } }));
    expect([driver.kind, driver.region, sent.length]).toEqual(['alibaba', 'cn-hangzhou', 0]);
  });

  it('lead to an endpoint of the user with its scheme and port', async () => {
    const { driver, requests, call } = scripted(() => ({ body: { NatGateways: [] } }), {
      endpoint: 'http://127.0.0.1:8080/',
    });
    await driver.gateways.list({}, undefined, call());
    expect(requests[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:8080\/\?/);
  });

  it('decide which facts hold: conversion by region, the subnet by generation', () => {
    const convert = (region: string) =>
      alibaba({ ...good, region }).capabilities.features['gateways.convert'];
    expect(convert('cn-qingdao')).toMatchObject({ supported: true, from: 'normal', to: 'enhanced' });
    expect(convert('cn-hangzhou')).toMatchObject({
      supported: false,
      remedy: expect.stringContaining('cn-qingdao'),
    });
    expect(alibaba({ ...good, generation: 'normal' }).capabilities.features['gateways.create']).toMatchObject(
      { subnet: 'unused' },
    );
  });
});
