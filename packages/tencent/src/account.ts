import { type ClientParts, createClient, text, withSchemas } from '@polynat/adapter-kit';
import { type AccountIdentity, type Call, NatError } from '@polynat/core';
import * as z from 'zod';
import { type Operation, type Product, protocolOf } from './protocol.ts';
import type { TencentCredentials } from './signer.ts';

/** For keys of accounts, of their users and of roles, https://cloud.tencent.com/document/api/1312/66098 */
const operations = {
  GetCallerIdentity: withSchemas(
    {
      name: 'GetCallerIdentity',
      summary: 'Tell whose keys signed the request',
      service: 'sts',
      version: '2018-08-13',
      repeat: 'read',
      writes: false,
    } as const,
    {
      request: () => z.strictObject({}),
      response: () => z.looseObject({ AccountId: text, RequestId: text }),
    },
  ),
};

type Api = {
  readonly GetCallerIdentity: {
    readonly input: object;
    readonly output: { readonly AccountId?: string | undefined };
  };
};

type Parts = Product &
  Pick<ClientParts<Operation, TencentCredentials>, 'credentials' | 'transport' | 'clock'>;

const own = /\.(?:tencentcloudapi|qcloud)\.com$/;

/** Asks the cloud which account the keys belong to. An endpoint of the cloud's own serves one product; another serves all. */
export function accountOf({
  credentials,
  transport,
  clock,
  ...product
}: Parts): (call: Call) => Promise<AccountIdentity> {
  const { cloud, endpoint } = product;
  const isOwn = endpoint !== undefined && own.test(new URL(endpoint).hostname);
  const protocol = protocolOf<Operation>({ ...product, endpoint: isOwn ? undefined : endpoint });
  const client = createClient<Operation, TencentCredentials, Api>({
    ...{ operations, protocol, credentials, transport, clock },
  });
  return async (call) => {
    const { AccountId: id } = await client.call('GetCallerIdentity', {}, call);
    if (id) return { id, by: 'cloud' };
    throw new NatError('protocol', 'the answer has no AccountId', {
      provider: { cloud, operation: 'GetCallerIdentity' },
    });
  };
}
