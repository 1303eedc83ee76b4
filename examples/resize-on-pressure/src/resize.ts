import { type CallOptions, type Clouds, type Gateway, NatError, sameSize } from '@polynat/core';

/** Concurrent connections of each gateway right now, by ref: your monitoring knows, the NAT APIs do not tell. */
export type Load = ReadonlyMap<string, number>;

/** The share of what it carries at which a gateway grows, and which it keeps free afterwards. */
const full = 0.8;

export interface Growth {
  readonly ref: string;
  readonly connections: number;
  /** What became of it: the new size, or why there is none. */
  readonly outcome: Gateway['size'] | NatError;
}

/** Grows every gateway that is nearly full to the smallest size with room again. One that cannot grow stops nobody else. */
export async function resizeOnPressure(
  nat: Clouds,
  load: Load,
  options: CallOptions = {},
): Promise<readonly Growth[]> {
  const gateways = await nat.gateways.list({ state: 'available' }, options).toArray();
  const pressed = gateways.flatMap((gateway) => {
    const connections = load.get(`${gateway.ref}`) ?? 0;
    return connections > full * capacityOf(nat, gateway) ? [{ ref: `${gateway.ref}`, connections }] : [];
  });
  return Promise.all(pressed.map((one) => grow(nat, one, options)));
}

/** What a size carries, as far as its cloud publishes it. */
function capacityOf(nat: Clouds, { ref, size }: Gateway): number {
  const { offers } = nat.cloud(ref.cloud).capabilities.sizes;
  return offers.find((offer) => sameSize(offer.size, size))?.connections ?? Number.POSITIVE_INFINITY;
}

async function grow(
  nat: Clouds,
  { ref, connections }: Omit<Growth, 'outcome'>,
  options: CallOptions,
): Promise<Growth> {
  const atLeast = { connections: Math.ceil(connections / full) };
  try {
    const { size } = await nat.gateway(ref).resize({ atLeast }, options);
    return { ref, connections, outcome: size };
  } catch (error) {
    return { ref, connections, outcome: NatError.from(error) };
  }
}
