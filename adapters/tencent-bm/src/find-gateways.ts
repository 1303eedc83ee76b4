import { undefinedIfForbidden } from '@polynat/adapter-kit';
import { type Call, type GatewayKey, type GatewayRecord, NatError, readAll } from '@polynat/core';
import type { FullKey } from './api.ts';
import type { Context } from './context.ts';

/** Fails with `not-found` when there is no such gateway; one API says so itself, the other shows an empty list. */
export async function readGateway(
  { api }: Context,
  { id, network }: Pick<GatewayKey, 'id' | 'network'>,
  call: Call,
): Promise<GatewayRecord> {
  const { items } = await api.gateways({ id, network }, undefined, call);
  const gateway = items.find(({ key }) => key.id === id);
  if (gateway) return gateway;
  const place = network === undefined ? '' : ` in ${network}`;
  throw new NatError('not-found', `there is no gateway ${id}${place}`);
}

/** Writes name the network beside the gateway; where the caller did not, the gateway tells. */
export async function locate(context: Context, key: GatewayKey, call: Call): Promise<FullKey> {
  const { region, network, id } = key;
  if (network !== undefined) return { region, network, id };
  return fullKeyOf(await readGateway(context, key, call));
}

export const fullKeyOf = ({ key: { region, network = '', id } }: GatewayRecord): FullKey => ({
  region,
  network,
  id,
});

export const ipsOf = ({ addresses }: Pick<GatewayRecord, 'addresses'>): readonly string[] =>
  addresses.map(({ ip }) => ip);

/**
 * The gateway of a network that holds all these addresses, bound or on their way. The addresses tell it first; where the key may not
 * see them, the gateways do.
 */
export async function holderOf(
  context: Context,
  network: string,
  ips: readonly string[],
  call: Call,
): Promise<GatewayRecord | undefined> {
  const { api } = context;
  const held = await undefinedIfForbidden(() => api.addresses({ ips }, undefined, call));
  const promised = new Map(held?.items.map(({ ip, gateway }) => [ip, gateway]));
  const gateways = await readAll((cursor) => api.gateways({ network }, cursor, call));
  return gateways.find((gateway) =>
    ips.every((ip) => promised.get(ip) === gateway.key.id || ipsOf(gateway).includes(ip)),
  );
}
