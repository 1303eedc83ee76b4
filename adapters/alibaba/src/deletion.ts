import { gone, id, pending, undefinedIfNotFound } from '@polynat/adapter-kit';
import type { Call } from '@polynat/core';
import * as z from 'zod';
import { type Context, findGateway, removeOnce, retryWhileStale, tableOf, work } from './context.ts';

export const deleted = work({
  kind: 'gateway.deleted',
  formerly: ['gateway-deleted'],
  subject: z.object({ gateway: id }),
  poll: async (context, { gateway: natId }, call) => {
    const gateway = await findGateway(context, natId, call);
    return gateway ? pending(gateway.Status ?? 'still listed') : gone;
  },
});

/** A refusal for what was removed a moment ago is waited out; one for what is still there is the caller's to hear. */
export async function deleteGateway(context: Context, gateway: string, cascade: boolean, call: Call) {
  const { client } = context;
  const write = (attempt: Call) =>
    removeOnce(
      context,
      attempt,
      () => client.call('DeleteNatGateway', { NatGatewayId: gateway, Force: cascade }, attempt),
      () => findGateway(context, gateway, attempt),
    );
  const answer = await undefinedIfNotFound(() =>
    retryWhileStale(context, 'DeleteNatGateway', call, write, async (code) =>
      Boolean(await isEmpty[code]?.(context, gateway, call)),
    ),
  );
  return deleted.receipt({ gateway }, answer);
}

type IsEmpty = (context: Context, gateway: string, call: Call) => Promise<boolean>;

/** What each refusal complains of, and whether it is gone. */
const isEmpty: Readonly<Record<string, IsEmpty>> = {
  'DependencyViolation.EIPS': async (context, gateway, call) =>
    (await findGateway(context, gateway, call))?.IpLists.length === 0,

  'DependencyViolation.BandwidthPackages': async ({ client }, gateway, call) => {
    const input = { NatGatewayId: gateway, PageSize: 50 };
    return (await client.call('DescribeBandwidthPackages', input, call)).BandwidthPackages.length === 0;
  },

  'DependencyViolation.SnatEntry': async (context, gateway, call) => {
    const input = { SnatTableId: await tableOf(context, 'SnatTableIds', gateway, call) };
    return (await context.client.call('DescribeSnatTableEntries', input, call)).SnatTableEntries.length === 0;
  },

  'DependencyViolation.ForwardEntry': async (context, gateway, call) => {
    const input = { ForwardTableId: await tableOf(context, 'ForwardTableIds', gateway, call) };
    const { ForwardTableEntries } = await context.client.call('DescribeForwardTableEntries', input, call);
    return ForwardTableEntries.length === 0;
  },
};
