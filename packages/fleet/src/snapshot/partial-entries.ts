import type { ProcessMark } from '@polynat/engine';
import * as z from 'zod';
import {
  addressSchema,
  failureSchema,
  type GatewayEntry,
  gatewayEntrySchema,
  type StoredAddress,
  type StoredFailure,
} from './entries.ts';
import { snapshotVersion } from './header.ts';

/** What an inventory covers. One that was stopped goes on only with the same. */
export interface Scope {
  readonly clouds: readonly CoveredCloud[];
  /** The earlier snapshot, by its id, and how old rules of it may be, in milliseconds. */
  readonly since?: { readonly id: string; readonly started: string; readonly maxAge: number };
}

export interface CoveredCloud {
  readonly cloud: string;
  readonly kind: string;
  readonly region: string;
  readonly account?: string;
}

/** The first line of a snapshot in the making. */
export interface StartEntry {
  readonly type: 'inventory-started';
  readonly version: typeof snapshotVersion;
  readonly id: string;
  readonly started: string;
  readonly owner: ProcessMark;
  readonly scope: Scope;
}

/** An address as the account tells it. The gateway that holds it is completed with it in the end. */
interface AddressEntry {
  readonly type: 'address';
  readonly cloud: string;
  readonly address: StoredAddress;
}

/** A list of a cloud was read to its end, or failed. */
export interface DoneEntry {
  readonly type: 'done';
  readonly cloud: string;
  readonly list: 'gateways' | 'addresses';
  readonly requests: number;
  readonly failure?: StoredFailure;
  /** Gateways that were read before the inventory was stopped, and have been deleted since. */
  readonly gone?: readonly string[];
}

export type PartialEntry = GatewayEntry | AddressEntry | DoneEntry;

const text = z.string();

const scopeSchema: z.core.$ZodType<Scope> = z.object({
  clouds: z.array(z.object({ cloud: text, kind: text, region: text, account: text.exactOptional() })),
  since: z.object({ id: text, started: text, maxAge: z.number() }).exactOptional(),
});

export const startSchema: z.core.$ZodType<StartEntry> = z.object({
  type: z.literal('inventory-started'),
  version: z.literal(snapshotVersion),
  id: text,
  started: text,
  owner: z.object({ host: text, machine: text, pid: z.int(), started: text }),
  scope: scopeSchema,
});

export const partialEntrySchema: z.core.$ZodType<PartialEntry> = z.union([
  gatewayEntrySchema,
  z.object({ type: z.literal('address'), cloud: text, address: addressSchema }),
  z.object({
    type: z.literal('done'),
    cloud: text,
    list: z.enum(['gateways', 'addresses']),
    requests: z.int(),
    failure: failureSchema.exactOptional(),
    gone: z.array(text).exactOptional(),
  }),
]);
