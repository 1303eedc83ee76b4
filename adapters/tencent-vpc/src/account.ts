import type { AccountIdentity, Call } from '@polynat/core';
import { accountOf as askedAccount } from '@polynat/tencent';
import type { ClientParts } from './client.ts';
import { meanings } from './errors.ts';

/** Asks the cloud which account the keys belong to. */
export const accountOf = (parts: ClientParts): ((call: Call) => Promise<AccountIdentity>) =>
  askedAccount({ ...parts, cloud: 'tencent-vpc', api: "Tencent Cloud's STS API", meanings });
