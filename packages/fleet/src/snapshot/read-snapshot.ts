import { type FileHandle, open } from 'node:fs/promises';
import { check, NatError } from '@polynat/core';
import * as z from 'zod';
import { type GatewayEntry, gatewayEntrySchema } from './entries.ts';
import { reasonOf } from './file-trouble.ts';
import { endSchema, headerSchema, type SnapshotHeader, snapshotVersion } from './header.ts';
import { type Line, lineAt, linesOf, type Place } from './lines.ts';

/** A snapshot file that is open. It keeps the place of each gateway, and reads an entry when it is asked for. */
export class Snapshot {
  readonly path: string;
  readonly header: SnapshotHeader;
  readonly #file: FileHandle;
  readonly #places: ReadonlyMap<string, Place>;

  private constructor(
    path: string,
    file: FileHandle,
    header: SnapshotHeader,
    places: ReadonlyMap<string, Place>,
  ) {
    this.path = path;
    this.#file = file;
    this.header = header;
    this.#places = places;
  }

  /** Checks version and entries. A file that was cut or changed is refused, with the line. */
  static async open(path: string): Promise<Snapshot> {
    const file = await opened(path);
    try {
      return new Snapshot(path, file, ...(await indexed(path, file)));
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  }

  /** In the order of the file, which is that of the refs. */
  get refs(): readonly string[] {
    return [...this.#places.keys()];
  }

  async gateway(ref: string): Promise<GatewayEntry | undefined> {
    const place = this.#places.get(ref);
    if (place === undefined) return undefined;
    return check(gatewayEntrySchema, JSON.parse(await lineAt(this.#file, place)), `${ref} of ${this.path}`);
  }

  /** One after the other. */
  async *[Symbol.asyncIterator](): AsyncGenerator<GatewayEntry> {
    for (const ref of this.#places.keys()) {
      const entry = await this.gateway(ref);
      if (entry) yield entry;
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new NatError('invalid-argument', `cannot read ${path}: ${reasonOf(cause)}`, {
      field: 'snapshot',
      remedy: 'name a snapshot that `polynat fleet inventory` has written',
      cause,
    });
  }
}

type Indexed = [header: SnapshotHeader, places: ReadonlyMap<string, Place>];

async function indexed(path: string, file: FileHandle): Promise<Indexed> {
  const places = new Map<string, Place>();
  let header: SnapshotHeader | undefined;
  let ended = false;
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    const where = `line ${number} of ${path}`;
    if (ended) throw damaged(where, 'comes after the end');
    const value = header === undefined ? parsedFirst(line, path) : parsed(line, where);
    if (header === undefined) header = headerIn(value, path);
    else if (isEnd(value)) ended = endsAfter(value, places.size, where);
    else keep(places, value, line, where);
  }
  if (header === undefined) throw damaged(path, 'is empty');
  if (!ended) throw damaged(path, 'has no end: it was cut');
  return [header, places];
}

function parsed({ text, whole }: Line, where: string): unknown {
  try {
    if (whole) return JSON.parse(text);
  } catch {
    throw damaged(where, 'is not JSON');
  }
  throw damaged(where, 'was cut');
}

const isNoSnapshot = (path: string): NatError =>
  new NatError('invalid-argument', `${path} is not a snapshot of an inventory`, {
    field: 'snapshot',
    remedy: 'name a file that `polynat fleet inventory` has written',
  });

function parsedFirst({ text }: Line, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw isNoSnapshot(path);
  }
}

const versionSchema = z.looseObject({ type: z.literal('inventory'), version: z.int() });

/** The version first: of a later one, nothing else is known. */
function headerIn(value: unknown, path: string): SnapshotHeader {
  const known = versionSchema.safeParse(value);
  if (!known.success) throw isNoSnapshot(path);
  const { version } = known.data;
  if (version !== snapshotVersion)
    throw new NatError('invalid-argument', `${path} has format version ${version}, not ${snapshotVersion}`, {
      field: 'version',
      remedy:
        version > snapshotVersion ? 'read it with a newer release of Polynat' : 'take the inventory again',
    });
  return check(headerSchema, value, `line 1 of ${path}`);
}

const isEnd = (value: unknown): boolean => z.looseObject({ type: z.literal('end') }).safeParse(value).success;

function endsAfter(value: unknown, count: number, where: string): boolean {
  const { gateways } = check(endSchema, value, where);
  if (gateways === count) return true;
  throw damaged(where, `counts ${gateways} gateways, and there are ${count}`);
}

function keep(places: Map<string, Place>, value: unknown, { offset, length }: Line, where: string): void {
  const { ref } = check(gatewayEntrySchema, value, where);
  if (places.has(ref)) throw damaged(where, `has ${ref} a second time`);
  places.set(ref, { offset, length });
}

const damaged = (where: string, what: string): NatError =>
  new NatError('invalid-argument', `${where} ${what}`, {
    field: 'snapshot',
    remedy: 'use an undamaged copy, or take the inventory again',
  });
