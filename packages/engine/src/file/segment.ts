import { existsSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Json } from '../json.ts';
import { encodeLine } from './line.ts';
import { Synchroniser } from './synchroniser.ts';
import { storageTrouble } from './trouble.ts';

interface Waiting {
  readonly line: Json;
  resolve(): void;
  reject(reason: unknown): void;
}

export interface SegmentFile {
  readonly handle: FileHandle;
  readonly path: string;
  /** The file whose existence means that somebody else has taken over. */
  readonly successor: string;
  readonly fenced: () => Error;
}

/** Lines that arrive while others are being synchronised share the next synchronisation. */
export class LineWriter {
  readonly #file: SegmentFile;
  readonly #disk = new Synchroniser();
  #checksum = 0;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #broken: unknown;
  #closed: Promise<void> | undefined;

  constructor(file: SegmentFile) {
    this.#file = file;
  }

  append(line: Json): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Rejects as soon as a later segment exists, for ever after. */
  confirm(): void {
    if (this.#broken) throw this.#broken;
    if (existsSync(this.#file.successor)) throw this.#break(this.#file.fenced());
  }

  async close(): Promise<void> {
    this.#closed ??= this.#close();
    await this.#closed;
  }

  async #close(): Promise<void> {
    await this.#writing;
    this.#break(this.#file.fenced());
    await this.#file.handle.close();
  }

  /** Lets others who are ready at this moment join before it begins. */
  async #writeAll(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#write(batch);
    }
    this.#writing = undefined;
  }

  /** A successor that appears between the two looks may not have read these lines, so they count as not written. */
  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      this.confirm();
      writeFileSync(this.#file.handle.fd, batch.map(({ line }) => this.#encode(line)).join(''));
      await this.#disk.synchronise(this.#file.handle.fd);
      this.confirm();
      for (const { resolve } of batch) resolve();
    } catch (error) {
      const trouble = this.#break(storageTrouble(error, this.#file.path));
      for (const { reject } of batch) reject(trouble);
    }
  }

  #encode(line: Json): string {
    const { text, checksum } = encodeLine(line, this.#checksum);
    this.#checksum = checksum;
    return text;
  }

  /** After a failed write the end of the file is unknown, so nothing may follow it. */
  #break(reason: unknown): unknown {
    this.#broken ??= reason;
    return this.#broken;
  }
}
