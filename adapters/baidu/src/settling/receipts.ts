import type { GatewayKey, Json, Receipt } from '@polynat/core';
import * as z from 'zod';

/** What each kind of receipt remembers: all that another process needs to go on watching. */
export const subjects = {
  'gateway.created': z.object({ key: keySchema(), addresses: z.array(z.string()) }),
  'gateway.changed': z.object({
    key: keySchema(),
    name: z.string().exactOptional(),
    units: z.number().exactOptional(),
    protected: z.boolean().exactOptional(),
  }),
  'gateway.deleted': z.object({ key: keySchema() }),
  'gateway.renewed': z.object({
    key: keySchema(),
    /** The expiry before anything was paid, as an ISO instant. */
    before: z.string().nullable(),
    /** When it was paid, in milliseconds since 1970. */
    asked: z.number(),
  }),
  'address.allocated': z.object({ ip: z.string() }),
  'address.attached': z.object({ key: keySchema(), ip: z.string() }),
  'address.detached': z.object({ key: keySchema(), ip: z.string() }),
  /** No ip: there was no such address to release. */
  'address.released': z.object({ ip: z.string().nullable() }),
  'snat.added': z.object({ key: keySchema(), id: z.string() }),
  'snat.added-all': z.object({ key: keySchema(), ids: z.array(z.string()) }),
  'snat.replaced': z.object({
    key: keySchema(),
    id: z.string(),
    source: z.string(),
    through: z.array(z.string()),
  }),
  'snat.removed': z.object({ key: keySchema(), id: z.string() }),
  'dnat.added': z.object({ key: keySchema(), id: z.string() }),
  'dnat.added-all': z.object({ key: keySchema(), ids: z.array(z.string()) }),
  'dnat.replaced': z.object({ key: keySchema(), id: z.string(), rule: z.string() }),
  'dnat.removed': z.object({ key: keySchema(), id: z.string() }),
};

function keySchema() {
  return z.object({ region: z.string(), network: z.string().exactOptional(), id: z.string() });
}

type Subjects = typeof subjects;
export type Kind = keyof Subjects;
export type Subject<K extends Kind> = z.output<Subjects[K]>;

export const receipt = <T, K extends Kind = Kind>(
  kind: K,
  subject: Subject<K> & Json,
  answer?: { readonly requestId?: string },
): Receipt<T> => ({ kind, subject, ...(answer?.requestId !== undefined && { requestId: answer.requestId }) });

/** Only what names the gateway: a `GatewayRef` carries more, and prints as text. */
export const plainKey = ({ region, network, id }: GatewayKey) => ({
  region,
  ...(network !== undefined && { network }),
  id,
});
