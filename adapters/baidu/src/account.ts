import { keyIdentity } from '@polynat/adapter-kit';
import type { AccountIdentity } from '@polynat/core';
import type { BaiduCredentials } from './signer.ts';

/**
 * No call names the account behind a key but the one that makes new temporary keys (https://github.com/baidubce/bce-sdk-go,
 * services/sts), so the key itself tells. Temporary keys change by themselves and tell nothing.
 */
export const accountOf =
  (credentials: () => Promise<BaiduCredentials>) => async (): Promise<AccountIdentity | undefined> => {
    const { accessKeyId, sessionToken } = await credentials();
    return sessionToken === undefined ? keyIdentity(accessKeyId) : undefined;
  };
