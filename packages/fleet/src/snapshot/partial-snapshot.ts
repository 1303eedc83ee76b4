import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { check, NatError } from '@polynat/core';
import { canonical, isCertainlyDead, ownMark } from '@polynat/engine';
import * as z from 'zod';
import type { PartFailure } from './entries.ts';
import { reasonOf, systemCode } from './file-trouble.ts';
import { snapshotVersion } from './header.ts';
import { type Line, linesOf, type Place, withFile } from './lines.ts';
import {
  type DoneEntry,
  type PartialEntry,
  partialEntrySchema,
  type Scope,
  type StartEntry,
  startSchema,
} from './partial-entries.ts';

export interface PartialOptions {
  /** The snapshot that it will become. */
  readonly file: string;
  readonly scope: Scope;
  readonly resume: boolean;
  readonly id: string;
  /** ISO instant. */
  readonly started: string;
}

/** Where a gateway stands, and what the summary counts of it. */
export interface KeptGateway extends Place {
  readonly carried: boolean;
  readonly failures: readonly PartFailure[];
}

/** The name of what is being written, until it is whole. */
export const partialName = (file: string): string => `${file}.partial`;

/**
 * A snapshot in the making: one line for each gateway as soon as it is read. What it holds is where a stopped inventory goes on. Pages of
 * a list would not do as a cursor: most clouds count them by position, and a gateway that is deleted meanwhile moves the rest.
 */
export class PartialSnapshot {
  readonly path: string;
  readonly start: StartEntry;
  /** Whether it goes on where an earlier process stopped. */
  readonly resumed: boolean;
  readonly #descriptor: number;
  readonly #gateways = new Map<string, KeptGateway>();
  readonly #addresses = new Map<string, Place>();
  readonly #done = new Map<string, DoneEntry>();
  #size = 0;
  #broken: NatError | undefined;

  private constructor(path: string, descriptor: number, start: StartEntry, resumed: boolean) {
    this.path = path;
    this.#descriptor = descriptor;
    this.start = start;
    this.resumed = resumed;
    this.#write(start);
  }

  /** Begins anew, or with everything that a stopped process left whole. */
  static async open({ file, scope, resume, id, started }: PartialOptions): Promise<PartialSnapshot> {
    const path = partialName(file);
    requireNoFolder(file);
    const left = await leftBehind(path);
    if (left) requireStopped(left, path);
    if (left && resume) requireSameScope(left, scope, path);
    const goesOn = left !== undefined && resume;
    const fresh: StartEntry = {
      ...{ type: 'inventory-started', version: snapshotVersion, owner: ownMark(), scope },
      ...(goesOn ? { id: left.id, started: left.started } : { id, started }),
    };
    const taken = `${path}.${id}`;
    const partial = new PartialSnapshot(path, created(taken, path), fresh, goesOn);
    if (goesOn) await partial.#copyFrom(path);
    renameSync(taken, path);
    return partial;
  }

  /** The gateways of one cloud, by their refs. */
  gatewaysOf(cloud: string): readonly (readonly [ref: string, gateway: KeptGateway])[] {
    return [...this.#gateways].filter(([ref]) => ref.startsWith(`${cloud}:`));
  }

  has(ref: string): boolean {
    return this.#gateways.has(ref);
  }

  get gateways(): ReadonlyMap<string, KeptGateway> {
    return this.#gateways;
  }

  addressAt(cloud: string, ip: string): Place | undefined {
    return this.#addresses.get(`${cloud} ${ip}`);
  }

  done(cloud: string, list: DoneEntry['list']): DoneEntry | undefined {
    return this.#done.get(`${cloud} ${list}`);
  }

  /** Why nothing more can be written. */
  get broken(): NatError | undefined {
    return this.#broken;
  }

  add(entry: PartialEntry): void {
    this.#keep(entry, this.#write(entry));
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }

  #keep(entry: PartialEntry, place: Place): void {
    if (entry.type === 'gateway') {
      const { ref, rules, failures = [] } = entry;
      this.#gateways.set(ref, { ...place, carried: rules === 'carried', failures });
    } else if (entry.type === 'address') this.#addresses.set(`${entry.cloud} ${entry.address.ip}`, place);
    else this.#finish(entry);
  }

  #finish(entry: DoneEntry): void {
    this.#done.set(`${entry.cloud} ${entry.list}`, entry);
    for (const ref of entry.gone ?? []) this.#gateways.delete(ref);
  }

  async #copyFrom(path: string): Promise<void> {
    await withFile(path, async (file) => {
      let first = true;
      for await (const line of linesOf(file)) {
        const entry = first ? undefined : entryIn(line);
        if (!first && entry === undefined) return;
        /** A list that failed is asked for again. */
        if (entry && !(entry.type === 'done' && entry.failure)) this.add(entry);
        first = false;
      }
    });
  }

  #write(entry: PartialEntry | StartEntry): Place {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      for (let sent = 0; sent < line.length; ) sent += writeSync(this.#descriptor, line, sent);
    } catch (cause) {
      this.#broken = new NatError('failed-precondition', `cannot write ${this.path}: ${reasonOf(cause)}`, {
        remedy: 'make room, and resume the inventory',
        cause,
      });
      throw this.#broken;
    }
    const place = { offset: this.#size, length: line.length - 1 };
    this.#size += line.length;
    return place;
  }
}

/** Found out now, not when everything has been read. */
function requireNoFolder(file: string): void {
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new NatError('invalid-argument', `cannot write ${file}: it is a folder`, {
    field: 'out',
    remedy: 'name a file',
  });
}

function created(unique: string, path: string): number {
  try {
    return openSync(unique, 'ax');
  } catch (cause) {
    throw new NatError('invalid-argument', `cannot write ${path}: ${reasonOf(cause)}`, {
      field: 'out',
      remedy: 'name a file in a writable folder',
      cause,
    });
  }
}

/** The first line of what another process left, and nothing where there is no such file. */
async function leftBehind(path: string): Promise<StartEntry | undefined> {
  try {
    return await withFile(path, async (file) => {
      for await (const line of linesOf(file)) return startIn(line, path);
      return undefined;
    });
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

function startIn({ text, whole }: Line, path: string): StartEntry {
  const value = whole ? parsed(text) : undefined;
  if (value !== undefined) return check(startSchema, value, `line 1 of ${path}`);
  throw new NatError('failed-precondition', `${path} does not begin like an inventory`, {
    remedy: 'move it away, and take the inventory again',
  });
}

/** Only a process of this machine that lives for certain keeps others off. Two that met would both write a whole snapshot. */
function requireStopped({ owner }: StartEntry, path: string): void {
  if (owner.machine !== ownMark().machine || owner.pid === process.pid || isCertainlyDead(owner)) return;
  throw new NatError('conflict', `process ${owner.pid} is writing ${path}`, {
    remedy: 'wait for it, or name another file',
  });
}

function requireSameScope({ scope }: StartEntry, wanted: Scope, path: string): void {
  if (isSameScope(scope, wanted)) return;
  throw new NatError('invalid-argument', `${path} is of an inventory of other clouds or another --since`, {
    field: 'resume',
    remedy: `repeat the options of that inventory (${scope.clouds.map(({ cloud }) => cloud).join(', ')}), or leave --resume out to begin anew`,
  });
}

/** An account that could not be asked for is no difference. */
const isSameScope = (left: Scope, right: Scope): boolean =>
  canonical(left.since) === canonical(right.since) &&
  left.clouds.length === right.clouds.length &&
  left.clouds.every(({ account, ...cloud }, index) => {
    const { account: other, ...same } = right.clouds[index] ?? {};
    return canonical(cloud) === canonical(same) && (account ?? other) === (other ?? account);
  });

/** `undefined` from the first line on that a crash has cut or garbled: what follows is read again. */
function entryIn({ text, whole }: Line): PartialEntry | undefined {
  return whole ? z.safeParse(partialEntrySchema, parsed(text)).data : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
