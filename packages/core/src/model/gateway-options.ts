import * as z from 'zod';

/**
 * How a gateway holds its public addresses: `multi` lets them serve beside it too, `nat` gives each a private address of the gateway's
 * subnet, which more of them fit into.
 */
export const bindModes = ['multi', 'nat'] as const;
export type BindMode = (typeof bindModes)[number];

/** Switches of a gateway. What a cloud does not tell is absent; facts say which it lets one choose. */
export interface GatewayOptions {
  /** Whether its public addresses answer ICMP echo requests (ping). */
  readonly icmpReply?: boolean;
  /** Whether a private host keeps one public address for all its connections. Some clouds choose this per rule instead. */
  readonly affinity?: boolean;
  readonly bindMode?: BindMode;
}

export const gatewayOptionsSchema = z.lazy(() =>
  z
    .strictObject({
      icmpReply: z.boolean().exactOptional(),
      affinity: z.boolean().exactOptional(),
      bindMode: z.enum(bindModes).exactOptional(),
    })
    .refine((options) => Object.keys(options).length > 0, 'must name an option'),
);
