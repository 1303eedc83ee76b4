import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { NatError } from '@polynat/core';
import type { CredentialPlaces } from '@polynat/transport';
import type { AlibabaCredentials } from '../signer.ts';
import { credentialsOfProfile } from './profile.ts';
import { credentialsFrom, type Variables } from './variables.ts';

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
