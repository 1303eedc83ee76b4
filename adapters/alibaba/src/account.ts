import { createClient } from '@polynat/adapter-kit';
import { type AccountIdentity, type Call, NatError } from '@polynat/core';
import * as z from 'zod';
import { type Connection, protocolOf } from './client.ts';
import { text } from './operations/answer.ts';
import { read } from './operations/operation.ts';

/** Needs no right, https://help.aliyun.com/en/ram/developer-reference/api-sts-2015-04-01-getcalleridentity */
const operations = {
  GetCallerIdentity: read('GetCallerIdentity', {
    summary: 'Tell whose keys signed the request',
    request: () => z.strictObject({}),
    answer: { AccountId: text },
  }),
};

const central = 'https://sts.aliyuncs.com';

/** An endpoint of Alibaba Cloud's own serves one product; another, such as an emulator, serves all. */
const endpointOf = (endpoint: string): string =>
  new URL(endpoint).hostname.endsWith('.aliyuncs.com') ? central : endpoint;

/** Asks the cloud which account the keys belong to. */
export function accountOf(connection: Connection): (call: Call) => Promise<AccountIdentity> {
  const { region, endpoint, account, ...parts } = connection;
  const sts = { region, account, endpoint: endpointOf(endpoint), product: 'sts', version: '2015-04-01' };
  const client = createClient<
    typeof operations.GetCallerIdentity,
    Awaited<ReturnType<Connection['credentials']>>,
    {
      readonly GetCallerIdentity: {
        readonly input: object;
        readonly output: { readonly AccountId?: string };
      };
    }
  >({ ...parts, operations, protocol: protocolOf(sts) });
  return async (call) => {
    const { AccountId: id } = await client.call('GetCallerIdentity', {}, call);
    if (id) return { id, by: 'cloud' };
    throw new NatError('protocol', 'the answer has no AccountId', {
      provider: { cloud: 'alibaba', operation: 'GetCallerIdentity' },
    });
  };
}
