import { fdatasync, fdatasyncSync } from 'node:fs';
import { promisify } from 'node:util';

const synchroniseAside = promisify(fdatasync);

/** Milliseconds. Below, the way to the thread pool and back costs more than the disk; above, the process has better things to do. */
const quick = 1;

/** Makes what was written durable: at once on a disk that has proved quick, without holding up the process on any other. */
export class Synchroniser {
  #lastTook = Number.POSITIVE_INFINITY;

  async synchronise(descriptor: number): Promise<void> {
    const start = performance.now();
    if (this.#lastTook < quick) fdatasyncSync(descriptor);
    else await synchroniseAside(descriptor);
    this.#lastTook = performance.now() - start;
  }
}
