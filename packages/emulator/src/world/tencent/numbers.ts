import { formatAddress } from '../../common/ipv4.ts';

/** Numbers that go on counting through a reset, so that a new resource is never taken for an old one. */
export function countAfter(last: number): () => number {
  let number = last;
  return () => {
    number += 1;
    return number;
  };
}

/** Public addresses of one block, in turn. Like the numbers, they go on through a reset. */
export class PublicAddresses {
  readonly #first: number;
  readonly #size: number;
  #next = 0;

  constructor(first: number, size: number) {
    this.#first = first;
    this.#size = size;
  }

  /** The next address that is not taken; undefined when all are. */
  draw(isTaken: (ip: string) => boolean): string | undefined {
    for (let tried = 0; tried < this.#size; tried += 1) {
      const ip = formatAddress(this.#first + this.#next);
      this.#next = (this.#next + 1) % this.#size;
      if (!isTaken(ip)) return ip;
    }
    return undefined;
  }
}
