import * as z from 'zod';
import { accountNumber } from '../../account-numbers.ts';
import type { HttpRequest } from '../../http.ts';
import type { Account } from './account.ts';
import { ApiError } from './api-error.ts';
import type { ApiEnvelope } from './envelope.ts';
import type { Answer } from './operation.ts';
import { actionOf, isV2 } from './recognition.ts';

/** The one operation of the token service (STS) that the emulator answers: whose keys these are. */
export const callerIdentity = 'GetCallerIdentity';
const version = '2018-08-13';

export const asksForIdentity = (request: HttpRequest): boolean =>
  !isV2(request) && actionOf(request) === callerIdentity;

/** https://cloud.tencent.com/document/api/1312/66098, for the keys of an account itself. */
export function identityOf({ secretId }: Pick<Account<unknown>, 'secretId'>, envelope: ApiEnvelope): Answer {
  if (envelope.version !== version)
    throw new ApiError(
      'NoSuchVersion',
      `${callerIdentity} has no version ${envelope.version}, but ${version}.`,
    );
  if (envelope.region === undefined)
    throw new ApiError('MissingParameter', 'The request is missing the parameter `Region`.');
  const [unknown] = Object.keys(z.record(z.string(), z.unknown()).parse(envelope.parameters()));
  if (unknown !== undefined)
    throw new ApiError('UnknownParameter', `The parameter \`${unknown}\` is not recognized.`);
  const account = accountNumber(secretId, 12);
  return {
    Type: 'CAMUser',
    AccountId: account,
    UserId: account,
    PrincipalId: account,
    Arn: `qcs::cam:${account}:uin/${account}`,
  };
}
