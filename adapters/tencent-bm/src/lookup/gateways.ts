import { type Call, type GatewayKey, type GatewayRecord, NatError } from '@polynat/core';
import type { FullKey } from '../wires/wire.ts';
import { type Facets, unlessForbidden } from './facets.ts';
import { everything } from './pages.ts';

/** Fails with `not-found` when there is no such gateway; one API says so itself, the other shows an empty list. */
export async function readGateway(
  { wire }: Facets,
  { id, network }: Pick<GatewayKey, 'id' | 'network'>,
  call: Call,
): Promise<GatewayRecord> {
  const { items } = await wire.gateways({ id, network }, 0, call);
  const gateway = items.find(({ key }) => key.id === id);
  if (gateway) return gateway;
  const place = network === undefined ? '' : ` in ${network}`;
  throw new NatError('not-found', `there is no gateway ${id}${place}`);
}

/** Writes name the network beside the gateway; where the caller did not, the gateway tells. */
export async function locate(facets: Facets, key: GatewayKey, call: Call): Promise<FullKey> {
  const { region, network, id } = key;
  if (network !== undefined) return { region, network, id };
  return fullKeyOf(await readGateway(facets, key, call));
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
  facets: Facets,
  network: string,
  ips: readonly string[],
  call: Call,
): Promise<GatewayRecord | undefined> {
  const { wire } = facets;
  const held = await unlessForbidden(() => wire.addresses({ ips }, 0, call));
  const promised = new Map(held?.items.map(({ ip, gateway }) => [ip, gateway]));
  const gateways = await everything((offset) => wire.gateways({ network }, offset, call));
  return gateways.find((gateway) =>
    ips.every((ip) => promised.get(ip) === gateway.key.id || ipsOf(gateway).includes(ip)),
  );
}
