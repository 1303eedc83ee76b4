import type { Call } from '@polynat/core';
import type { Context } from '../lookup/context.ts';
import { findGateway, findPackages } from '../lookup/records.ts';
import { DeleteNatGateway } from '../operations/gateways.ts';
import { type Answered, goneIsDone, once, whileLagging } from './repeat.ts';

/** A refusal for what was removed a moment ago is waited out; one for what is still there is the caller's to hear. */
export function deleteGateway(context: Context, id: string, force: boolean, call: Call): Promise<Answered> {
  const { client } = context;
  const write = (attempt: Call) =>
    once(
      context,
      attempt,
      () => client.call('DeleteNatGateway', { NatGatewayId: id, Force: force }, attempt),
      () => isLeaving(context, id, attempt),
    );
  return goneIsDone(
    whileLagging(context, call, DeleteNatGateway.lag, write, (code) => isRemoved(context, id, code, call)),
  );
}

async function isLeaving({ client }: Context, id: string, call: Call): Promise<boolean> {
  const gateway = await findGateway(client, id, call);
  return gateway === undefined || gateway.Status === 'Deleting';
}

type Look = (context: Context, id: string, call: Call) => Promise<boolean>;

/** What each refusal complains of, and whether it is gone. */
const removed: Readonly<Record<string, Look>> = {
  'DependencyViolation.EIPS': async ({ client }, id, call) =>
    (await findGateway(client, id, call))?.IpLists.length === 0,
  'DependencyViolation.BandwidthPackages': async ({ client }, id, call) =>
    (await findPackages(client, id, call)).length === 0,
  'DependencyViolation.SnatEntry': async ({ client, tables }, id, call) => {
    const SnatTableId = await tables.snat(id, call);
    return (
      (await client.call('DescribeSnatTableEntries', { SnatTableId }, call)).SnatTableEntries.length === 0
    );
  },
  'DependencyViolation.ForwardEntry': async ({ client, tables }, id, call) => {
    const ForwardTableId = await tables.forward(id, call);
    return (
      (await client.call('DescribeForwardTableEntries', { ForwardTableId }, call)).ForwardTableEntries
        .length === 0
    );
  },
};

const isRemoved = async (context: Context, id: string, code: string, call: Call): Promise<boolean> =>
  (await removed[code]?.(context, id, call)) ?? false;
