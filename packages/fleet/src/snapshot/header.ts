import * as z from 'zod';
import { failureSchema, type StoredFailure } from './entries.ts';

/** Of the file. A release that changes the meaning of a member raises it, and reads the versions before. */
export const snapshotVersion = 1;

/** What became of one cloud. */
export interface CloudSummary {
  readonly cloud: string;
  readonly kind: string;
  readonly region: string;
  /** Absent where nothing tells it. */
  readonly account?: string;
  readonly gateways: number;
  /** Of those, how many have rules of an earlier snapshot. */
  readonly carried: number;
  /** Of those, how many lack rules that could not be read. */
  readonly incomplete: number;
  /** Requests that were sent, retries included. Those of a process that was killed while it read this cloud are not counted. */
  readonly requests: number;
  /** Why its gateways could not be listed to the end: there may be others. */
  readonly failure?: StoredFailure;
  /** Why nothing but the gateways tells of their addresses: bandwidth and metering are missing. */
  readonly addressFailure?: StoredFailure;
}

/** The first line of a snapshot. */
export interface SnapshotHeader {
  readonly type: 'inventory';
  readonly version: typeof snapshotVersion;
  readonly id: string;
  /** ISO instants. */
  readonly started: string;
  readonly ended: string;
  readonly gateways: number;
  readonly clouds: readonly CloudSummary[];
  /** The earlier snapshot from which rules could be carried over. */
  readonly since?: { readonly id: string; readonly started: string };
}

const text = z.string();
const count = z.int().nonnegative();
const instant = z.iso.datetime();

const cloudSchema: z.core.$ZodType<CloudSummary> = z.object({
  ...{ cloud: text, kind: text, region: text, account: text.exactOptional() },
  ...{ gateways: count, carried: count, incomplete: count, requests: count },
  failure: failureSchema.exactOptional(),
  addressFailure: failureSchema.exactOptional(),
});

export const headerSchema: z.core.$ZodType<SnapshotHeader> = z.object({
  type: z.literal('inventory'),
  version: z.literal(snapshotVersion),
  ...{ id: text, started: instant, ended: instant, gateways: count },
  clouds: z.array(cloudSchema),
  since: z.object({ id: text, started: instant }).exactOptional(),
});

/** The last line. A file without it has been cut. */
export const endSchema = z.object({ type: z.literal('end'), gateways: count });
