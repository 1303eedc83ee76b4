import { accountNumber } from '../../account-numbers.ts';
import type { ApiRequest } from './request.ts';
import type { Fields } from './wire.ts';

/** The one operation of the token service (STS, 2015-04-01) that the emulator answers: whose keys these are. */
export const callerIdentity = 'GetCallerIdentity';
const stsVersion = '2015-04-01';

export const asksForIdentity = ({ action, version }: Pick<ApiRequest, 'action' | 'version'>): boolean =>
  action === callerIdentity && version === stsVersion;

/** https://help.aliyun.com/en/ram/developer-reference/api-sts-2015-04-01-getcalleridentity, for the keys of an account itself. */
export function identityOf(accessKeyId: string): Fields {
  const account = accountNumber(accessKeyId, 16);
  return {
    IdentityType: 'Account',
    AccountId: account,
    PrincipalId: account,
    UserId: account,
    Arn: `acs:ram::${account}:root`,
  };
}
