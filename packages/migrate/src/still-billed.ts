import { type Billing, type CallOptions, type Clouds, type GatewayRef, NatError } from '@polynat/core';

/** What a gateway costs as long as it is there. */
export interface StillBilled {
  readonly ref: string;
  readonly billing: Billing;
  /** Its public IPs, which are billed too, also after they are detached. */
  readonly addresses: readonly string[];
}

/** Reads what a gateway still costs; `undefined` when it is not there any more. */
export async function stillBilled(
  nat: Clouds,
  from: GatewayRef | string,
  options: CallOptions = {},
): Promise<StillBilled | undefined> {
  try {
    const { ref, billing, addresses } = await nat.gateway(from).get(options);
    return { ref: `${ref}`, billing, addresses: addresses.map(({ ip }) => ip) };
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found')) return undefined;
    throw thrown;
  }
}
