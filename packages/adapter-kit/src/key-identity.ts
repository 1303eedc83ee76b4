import { createHash } from 'node:crypto';
import type { AccountIdentity } from '@polynat/core';

/** 64 bits: enough to tell the keys of one user apart. */
const digits = 16;

/** For clouds without an API that names the account: a one-way fingerprint of the access key id. */
export function keyIdentity(accessKeyId: string): AccountIdentity {
  const digest = createHash('sha256').update(`polynat access key ${accessKeyId}`).digest('hex');
  return { id: `key:${digest.slice(0, digits)}`, by: 'key' };
}
