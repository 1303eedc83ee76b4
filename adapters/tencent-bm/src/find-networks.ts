import { type Call, NatError, readAll } from '@polynat/core';
import type { Context } from './context.ts';

/** New addresses belong to a VPC. Where nobody says to which, only one can be meant if there is only one. */
export async function onlyNetwork({ api, region }: Context, call: Call): Promise<string> {
  const networks = await readAll((cursor) => api.networks(cursor, call));
  const [only, ...others] = networks;
  if (only && others.length === 0) return only.id;
  throw new NatError('invalid-argument', `is needed: ${region} has ${networks.length} VPCs`, {
    field: 'network',
    remedy: `name one, or give the driver the option vpc: ${networks.map(({ id }) => id).join(', ')}`,
  });
}
