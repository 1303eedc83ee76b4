import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { check, NatError } from '@polynat/core';
import type { CredentialPlaces } from '@polynat/transport';
import * as z from 'zod';
import type { AlibabaCredentials } from './signer.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The variables of Alibaba Cloud's own SDKs come first, then those its Terraform provider and older tools read. */
const variables = {
  accessKeyId: ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY'],
  accessKeySecret: ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALICLOUD_ACCESS_KEY_SECRET', 'ALICLOUD_SECRET_KEY'],
  securityToken: ['ALIBABA_CLOUD_SECURITY_TOKEN', 'ALICLOUD_SECURITY_TOKEN'],
};

export function credentialsFrom(environment: Variables): AlibabaCredentials | undefined {
  const read = (names: readonly string[]) => names.map((name) => environment[name]).find(Boolean);
  const accessKeyId = read(variables.accessKeyId);
  const accessKeySecret = read(variables.accessKeySecret);
  const securityToken = read(variables.securityToken);
  if (!accessKeyId || !accessKeySecret) return undefined;
  return { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) };
}

/** What `aliyun configure` writes. https://www.alibabacloud.com/help/en/cli/configure-credentials */
const configurationSchema = z.looseObject({
  current: z.string().default('default'),
  profiles: z.array(
    z.looseObject({
      name: z.string(),
      mode: z.string().default('AK'),
      access_key_id: z.string().default(''),
      access_key_secret: z.string().default(''),
      sts_token: z.string().default(''),
    }),
  ),
});

/** The named profile of a configuration, or its current one. */
export function credentialsOfProfile(configuration: unknown, name?: string): AlibabaCredentials | undefined {
  const { current, profiles } = check(configurationSchema, configuration, '~/.aliyun/config.json');
  const profile = profiles.find((candidate) => candidate.name === (name ?? current));
  if (!profile) return undefined;
  const {
    mode,
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    sts_token: securityToken,
  } = profile;
  if (mode !== 'AK' && mode !== 'StsToken') throw otherMode(profile.name, mode);
  if (!accessKeyId || !accessKeySecret) return undefined;
  return { accessKeyId, accessKeySecret, ...(mode === 'StsToken' && { securityToken }) };
}

const otherMode = (profile: string, mode: string): NatError =>
  new NatError(
    'unauthenticated',
    `the profile ${JSON.stringify(profile)} has mode ${mode}, which needs further calls`,
    {
      remedy: 'use a profile of mode AK or StsToken, or pass a function that gets temporary keys',
    },
  );

async function readConfiguration(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new NatError('unauthenticated', `${path} cannot be read`, {
      remedy: 'run `aliyun configure`, or pass credentials',
      cause,
    });
  }
}

export const credentialPlaces = (
  environment: Variables = process.env,
  path: string = join(homedir(), '.aliyun', 'config.json'),
): CredentialPlaces<AlibabaCredentials> => ({
  environment: () => credentialsFrom(environment),
  profile: async (name) => credentialsOfProfile(await readConfiguration(path), name),
  named: {
    environment: 'ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    profile: '~/.aliyun/config.json',
  },
});
