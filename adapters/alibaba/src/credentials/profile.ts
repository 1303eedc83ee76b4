import { check, NatError } from '@polynat/core';
import * as z from 'zod';
import type { AlibabaCredentials } from '../signer.ts';

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
