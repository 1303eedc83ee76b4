import type { CallOptions, OutgoingRequest } from '@polynat/core';
import type { Answer } from './answer.ts';

/** Lets reads pass and stops before the first write, which it keeps to show. */
export class DryRun {
  #request: OutgoingRequest | undefined;
  /** What the command would have asked the user to confirm. */
  readonly effects: string[] = [];

  readonly beforeSend: NonNullable<CallOptions['beforeSend']> = (request) => {
    if (!request.writes) return;
    this.#request ??= request;
    throw new Error('a dry run sends no write');
  };

  /** Whether the command ended because it was about to write. */
  get stopped(): boolean {
    return this.#request !== undefined;
  }

  answer(): Answer {
    const { cloud, operation, input } = { ...this.#request };
    const { effects } = this;
    return {
      json: { dryRun: true, effects, ...(this.#request && { cloud, operation, input }) },
      text: [...effects, ...this.#words(), 'Dry run: nothing has changed.', ''].join('\n'),
    };
  }

  #words(): readonly string[] {
    if (!this.#request) return ['No request would change anything.'];
    const { cloud, operation, input } = this.#request;
    return [
      `The first request that changes something would be ${operation} (${cloud}):`,
      JSON.stringify(input, null, 2),
    ];
  }
}
