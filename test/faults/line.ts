import type { SenderLike, WireRequestLike, WireResponseLike } from '@polynat/testkit';

type Send = (request: WireRequestLike) => Promise<WireResponseLike>;

/** What becomes of one request: `send` lets it reach the cloud. */
export type Strike = (request: WireRequestLike, send: Send) => Promise<WireResponseLike>;

/** The line to a cloud, on which one request can be struck. */
export class Line implements SenderLike {
  readonly #sender: SenderLike;
  #sent = 0;
  #last: Promise<unknown> = Promise.resolve();
  #target: { readonly index: number; readonly strike: Strike } | undefined;

  constructor(sender: SenderLike) {
    this.#sender = sender;
  }

  /** Strikes the request that is sent as the nth from now on, counted from 0. */
  arm(index: number, strike: Strike): void {
    this.#sent = 0;
    this.#target = { index, strike };
  }

  /** Whether the request that was to be struck has been sent. */
  get struck(): boolean {
    return this.#target !== undefined && this.#sent > this.#target.index;
  }

  /** One after the other, also those that are sent together: the nth is the same in every play. */
  send: SenderLike['send'] = async (request, options) => {
    const send: Send = (other) => this.#sender.send(other, options);
    const index = this.#sent;
    this.#sent += 1;
    const strike = this.#target?.index === index ? this.#target.strike : undefined;
    const answer = this.#last.then(() => (strike ? strike(request, send) : send(request)));
    this.#last = answer.catch(() => undefined);
    return answer;
  };

  close(): Promise<void> {
    return this.#sender.close();
  }
}
