import { type Call, NatError } from '@polynat/core';
import type { Context } from './context.ts';
import type { NatModel } from './operations/gateways.ts';

/** `undefined` when there is no such gateway: the API shows an empty list then. */
export async function findNat({ client }: Context, id: string, call: Call): Promise<NatModel | undefined> {
  const { NatGatewaySet } = await client.call('DescribeNatGateways', { NatGatewayIds: [id] }, call);
  return NatGatewaySet.find(({ NatGatewayId }) => NatGatewayId === id);
}

export async function readNat(
  context: Context,
  { id }: { readonly id: string },
  call: Call,
): Promise<NatModel> {
  const found = await findNat(context, id, call);
  if (found) return found;
  throw new NatError('not-found', `there is no gateway ${id} in ${context.region}`);
}

export const ipsOf = ({ PublicIpAddressSet }: NatModel): readonly string[] =>
  PublicIpAddressSet.map(({ PublicIpAddress }) => PublicIpAddress);
