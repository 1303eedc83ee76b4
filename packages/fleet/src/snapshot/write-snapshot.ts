import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { check, GatewayRef, NatError } from '@polynat/core';
import * as z from 'zod';
import { type GatewayEntry, gatewayEntrySchema, type StoredAddress } from './entries.ts';
import { reasonOf } from './file-trouble.ts';
import { type CloudSummary, type SnapshotHeader, snapshotVersion } from './header.ts';
import { lineAt, type Place, withFile } from './lines.ts';
import { type CoveredCloud, partialEntrySchema } from './partial-entries.ts';
import type { PartialSnapshot } from './partial-snapshot.ts';

/** Bytes that are written at once. */
const chunkSize = 256 * 1_024;

/**
 * Makes a snapshot of what was read, in the order of the refs. The file appears whole or not at all: it is written beside its place,
 * brought to the disk, and renamed.
 */
export async function writeSnapshot(
  partial: PartialSnapshot,
  path: string,
  ended: string,
): Promise<SnapshotHeader> {
  const beside = `${path}.writing`;
  const header = headerOf(partial, ended);
  try {
    await withFile(partial.path, (source) => writeAll(partial, source, beside, header));
    await rename(beside, path);
    await syncFolder(dirname(path));
    return header;
  } catch (cause) {
    await rm(beside, { force: true });
    if (NatError.is(cause)) throw cause;
    throw new NatError('failed-precondition', `cannot write ${path}: ${reasonOf(cause)}`, {
      remedy: `make room, and resume the inventory: ${partial.path} holds what was read`,
      cause,
    });
  }
}

async function writeAll(
  partial: PartialSnapshot,
  source: FileHandle,
  path: string,
  header: SnapshotHeader,
): Promise<void> {
  const target = await open(path, 'w');
  try {
    const lines = new Chunks(target);
    await lines.add(header);
    for (const [ref, place] of [...partial.gateways].sort(byRef))
      await lines.add(await completed(partial, source, ref, place));
    await lines.add({ type: 'end', gateways: header.gateways });
    await lines.flush();
    await target.sync();
  } finally {
    await target.close();
  }
}

const byRef = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : 1;

/** With its addresses as the account tells them. What they are used for, the gateway tells. */
async function completed(
  partial: PartialSnapshot,
  source: FileHandle,
  ref: string,
  place: Place,
): Promise<GatewayEntry> {
  const entry = check(gatewayEntrySchema, JSON.parse(await lineAt(source, place)), ref);
  const { cloud } = GatewayRef.parse(ref);
  const addresses: StoredAddress[] = [];
  for (const bound of entry.addresses) {
    const told = partial.addressAt(cloud, bound.ip);
    const line = told && z.parse(partialEntrySchema, JSON.parse(await lineAt(source, told)));
    addresses.push(line?.type === 'address' ? { ...bound, ...line.address, use: bound.use } : bound);
  }
  return { ...entry, addresses };
}

function headerOf(partial: PartialSnapshot, ended: string): SnapshotHeader {
  const { id, started, scope } = partial.start;
  return {
    ...{ type: 'inventory', version: snapshotVersion, id, started, ended, gateways: partial.gateways.size },
    clouds: scope.clouds.map((covered) => summaryOf(partial, covered)),
    ...(scope.since && { since: { id: scope.since.id, started: scope.since.started } }),
  };
}

function summaryOf(partial: PartialSnapshot, covered: CoveredCloud): CloudSummary {
  const gateways = partial.gatewaysOf(covered.cloud);
  const [listing, addresses] = [
    partial.done(covered.cloud, 'gateways'),
    partial.done(covered.cloud, 'addresses'),
  ];
  return {
    ...covered,
    gateways: gateways.length,
    carried: gateways.filter(([, { carried }]) => carried).length,
    incomplete: gateways.filter(([, { failures }]) => failures.length > 0).length,
    requests: (listing?.requests ?? 0) + (addresses?.requests ?? 0),
    ...(listing?.failure && { failure: listing.failure }),
    ...(addresses?.failure && { addressFailure: addresses.failure }),
  };
}

/** Lines on their way to a file, many at once. */
class Chunks {
  readonly #file: FileHandle;
  #waiting: string[] = [];
  #length = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async add(value: object): Promise<void> {
    const line = `${JSON.stringify(value)}\n`;
    this.#waiting.push(line);
    this.#length += line.length;
    if (this.#length >= chunkSize) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#length = 0;
    await this.#file.writeFile(text);
  }
}

/** The new name reaches the disk with its folder; where a system cannot, it does so by itself. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  try {
    await folder?.sync().catch(() => undefined);
  } finally {
    await folder?.close();
  }
}
