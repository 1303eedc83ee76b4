import { keyIdentity } from '@polynat/adapter-kit';
import type { AccountIdentity } from '@polynat/core';
import type { BaiduCredentials } from './signer.ts';

/**
 * No API of networks or of identities names the account behind a key (https://cloud.baidu.com/doc/IAM/s/Xjwvybxjc), so its key does.
 * Temporary keys change by themselves and tell nothing.
 */
export const accountOf =
  (credentials: () => Promise<BaiduCredentials>) => async (): Promise<AccountIdentity | undefined> => {
    const { accessKeyId, sessionToken } = await credentials();
    return sessionToken === undefined ? keyIdentity(accessKeyId) : undefined;
  };
