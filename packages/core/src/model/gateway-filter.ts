import * as z from 'zod';
import type { GatewayRecord } from './gateway.ts';
import { matchesPattern } from './name-pattern.ts';
import { type GatewayState, gatewayStates } from './state.ts';

/** Which gateways are meant: those to which everything given applies. */
export interface GatewayFilter {
  /** Ids of gateways. One that does not exist is missing from the answer. */
  readonly ids?: readonly string[];
  /** `*` stands for any characters: `shop-*`. */
  readonly name?: string;
  /** Tags and their values; `*` in a value stands for any characters. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Id of the network (VPC). A cloud that does not know it has no such gateways. */
  readonly network?: string;
  readonly state?: GatewayState;
  /** Prepaid gateways that expire within so many milliseconds from now, and those that have expired: see `days`. */
  readonly expiresWithin?: number;
}

const gatewayId = z.lazy(() =>
  z
    .string()
    .min(1)
    .regex(/^[^:/\s]*$/, 'must be the id of a gateway, not a ref: alias:region/id'),
);

export const gatewayFilterSchema = z.lazy(() =>
  z.strictObject({
    ids: z.array(gatewayId).exactOptional(),
    name: z.string().min(1).exactOptional(),
    tags: z.record(z.string().min(1), z.string()).exactOptional(),
    network: z.string().min(1).exactOptional(),
    state: z.enum(gatewayStates, `must be one of ${gatewayStates.join(', ')}`).exactOptional(),
    expiresWithin: z.number().nonnegative('must not be negative').exactOptional(),
  }),
);

/** What a driver is asked to list: as much of a filter as its fact `gateways.filter` names. Core applies the whole filter to the answer. */
export interface GatewayQuery {
  readonly ids?: readonly string[];
  /** A whole name, or part of one where the fact says `part`. */
  readonly name?: string;
  readonly network?: string;
  readonly state?: GatewayState;
  /** An absent value asks for the tag alone. */
  readonly tags?: readonly { readonly key: string; readonly value?: string }[];
}

/** Whether a filter means this gateway. `now` in milliseconds since 1970. */
export function isMeant(gateway: GatewayRecord, filter: GatewayFilter, now: number): boolean {
  const { ids, name, tags = {}, network, state, expiresWithin } = filter;
  return (
    (ids?.includes(gateway.key.id) ?? true) &&
    (name === undefined || matchesPattern(gateway.name, name)) &&
    (network === undefined || gateway.placement.vpc === network) &&
    (state === undefined || gateway.state === state) &&
    (expiresWithin === undefined || expiresBy(gateway, now + expiresWithin)) &&
    Object.entries(tags).every(([key, value]) => hasTag(gateway, key, value))
  );
}

const hasTag = ({ tags }: GatewayRecord, key: string, value: string): boolean =>
  Object.hasOwn(tags, key) && matchesPattern(tags[key] ?? '', value);

const expiresBy = ({ billing }: GatewayRecord, instant: number): boolean =>
  billing.mode === 'prepaid' && billing.expires !== undefined && Date.parse(billing.expires) <= instant;
