import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExchangeTools, resolveCredentials } from '@polynat/adapter-kit';
import { fromEnvironment, fromProfile, fromRole, minutes } from '@polynat/core';
import { manualClock } from '@polynat/testkit';
import type { WireRequest } from '@polynat/transport';
import { describe, expect, it } from 'vitest';
import { credentials } from '../src/credentials.ts';

const start = Date.UTC(2027, 0, 1);

/** Keys that are good for an hour, numbered. */
const keysOf = (number: number, now: number) => ({
  Code: 'Success',
  AccessKeyId: `STS.${number}`,
  AccessKeySecret: 'hush',
  SecurityToken: 'token',
  Expiration: new Date(now + minutes(60)).toISOString(),
});

/** A machine whose metadata and token service answer, and which notes what it was asked. */
function machine() {
  const clock = manualClock({ start });
  const asked: WireRequest[] = [];
  const tools: ExchangeTools = {
    async ask(request, { as } = {}) {
      asked.push(request);
      if (as === 'text') return request.method === 'PUT' ? 'metadata-token' : 'worker-role\n';
      const keys = keysOf(asked.length, clock.now());
      return request.url.includes('sts.') ? { RequestId: 'r-1', Credentials: keys } : keys;
    },
    now: () => clock.now(),
    uuid: () => 'nonce',
    readFile: async (path) => `content of ${path}`,
  };
  return { clock, asked, tools };
}

/** A home with one profile of the command line. */
function homeWith(profile: object): string {
  const home = mkdtempSync(join(tmpdir(), 'polynat-alibaba-'));
  mkdirSync(join(home, '.aliyun'));
  const content = { current: 'default', profiles: [{ name: 'default', ...profile }] };
  writeFileSync(join(home, '.aliyun/config.json'), JSON.stringify(content));
  return home;
}

const parametersOf = ({ body = '' }: Partial<WireRequest> = {}) =>
  Object.fromEntries(new URLSearchParams(body));

describe('temporary keys', () => {
  it('of the role of the machine are found without its name, with a metadata token', async () => {
    const { asked, tools, clock } = machine();
    const keys = await resolveCredentials(credentials, fromRole(), { tools, clock })();
    expect(keys).toEqual({
      accessKeyId: 'STS.3',
      accessKeySecret: 'hush',
      securityToken: 'token',
      expires: start + minutes(60),
    });
    expect(asked.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'PUT /latest/api/token',
      'GET /latest/meta-data/ram/security-credentials/',
      'GET /latest/meta-data/ram/security-credentials/worker-role',
    ]);
    expect(asked[2]?.headers).toEqual({ 'x-aliyun-ecs-metadata-token': 'metadata-token' });
  });

  it('are fetched again before they expire', async () => {
    const { tools, clock } = machine();
    const next = resolveCredentials(credentials, fromRole('worker-role'), { tools, clock });
    expect((await next()).accessKeyId).toBe('STS.2');
    await clock.advance(minutes(54));
    expect((await next()).accessKeyId).toBe('STS.2');
    await clock.advance(minutes(7));
    expect((await next()).accessKeyId).toBe('STS.4');
  });

  it.each([
    ['EcsRamRole', { ram_role_name: 'mine' }, /security-credentials\/mine$/],
    ['CredentialsURI', { credentials_uri: 'http://localhost:6666/keys' }, /^http:\/\/localhost:6666\/keys$/],
  ])('of a profile of mode %s', async (mode, entries, url) => {
    const { asked, tools, clock } = machine();
    const home = homeWith({ mode, ...entries });
    expect(await resolveCredentials(credentials, fromProfile(), { tools, clock, home })()).toMatchObject({
      accessKeySecret: 'hush',
    });
    expect(asked.at(-1)?.url).toMatch(url);
  });

  it('of a profile of mode RamRoleArn are asked for with its keys, signed', async () => {
    const { asked, tools, clock } = machine();
    const home = homeWith({
      mode: 'RamRoleArn',
      access_key_id: 'id',
      access_key_secret: 'secret',
      ram_role_arn: 'acs:ram::1:role/nat',
      expired_seconds: 1_800,
      sts_region: 'cn-beijing',
    });
    await resolveCredentials(credentials, fromProfile(), { tools, clock, home })();
    expect(asked[0]?.url).toBe('https://sts.cn-beijing.aliyuncs.com/');
    expect(parametersOf(asked[0])).toMatchObject({
      Action: 'AssumeRole',
      AccessKeyId: 'id',
      RoleArn: 'acs:ram::1:role/nat',
      DurationSeconds: '1800',
      Signature: expect.any(String),
    });
    expect(asked[0]?.body).not.toContain('secret');
  });

  it('of a token file that the environment names are asked for without keys', async () => {
    const { asked, tools, clock } = machine();
    const environment = {
      ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/nat',
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'acs:ram::1:oidc-provider/ack',
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/var/run/token',
    };
    await resolveCredentials(credentials, fromEnvironment(), { tools, clock, environment })();
    const parameters = parametersOf(asked[0]);
    expect(parameters).toMatchObject({
      Action: 'AssumeRoleWithOIDC',
      OIDCToken: 'content of /var/run/token',
    });
    expect(parameters).not.toHaveProperty('Signature');
  });

  it('name what a profile lacks, and what an answer lacks without quoting it', async () => {
    const { tools, clock } = machine();
    const home = homeWith({ mode: 'RamRoleArn', access_key_id: 'id', access_key_secret: 'secret' });
    await expect(resolveCredentials(credentials, fromProfile(), { tools, clock, home })()).rejects.toThrow(
      'ram_role_arn is missing',
    );
    const half = { ...tools, ask: async () => ({ AccessKeyId: 'hush-4711' }) };
    const refused = resolveCredentials(credentials, fromRole('mine'), { tools: half, clock })();
    await expect(refused).rejects.toThrow(/missing/);
    await expect(refused).rejects.not.toThrow(/4711/);
  });
});
