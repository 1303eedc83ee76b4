import { NatError } from '@polynat/core';
import * as z from 'zod';
import { sourceState } from '../cut-over/drift.ts';
import { defineStep } from './define-step.ts';
import { nothing, text } from './shapes.ts';

/** That traffic uses the new gateway, and who said so. It is not part of a plan: a run notes it when it is told. */
export interface TrafficSwitch {
  readonly source: string;
  /** What the source did when the plan was made. */
  readonly digest: string;
  readonly target: string;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const args: z.core.$ZodType<TrafficSwitch> = z.object({
  source: text,
  digest: text,
  target: text,
  by: text,
  at: z.number(),
});

export const switchTraffic = defineStep({
  kind: 'traffic.switch',
  args,
  bound: args,
  result: nothing,
  bind: (known) => known,
  run: async () => null,
  probe: async () => null,
  /** The first that a rollback undoes: traffic goes back to a source that has to be there, and to do what it did. */
  async undo({ nat }, { source, digest }, _result, { signal, run }) {
    const state = await sourceState(nat, source, digest, { signal });
    if (state === 'same') return;
    throw new NatError(
      'failed-precondition',
      `${source} ${stateWords[state]}; traffic cannot go back to it`,
      {
        remedy:
          state === 'gone'
            ? 'keep the new gateway; to go back, migrate in the other direction'
            : `give it back what it had, or accept the difference with \`polynat rollback ${run} --accept-drift --switched-back --by <your name>\``,
      },
    );
  },
});

const stateWords = {
  changed: 'has changed since the plan was made',
  gone: 'is not there any more',
} as const;
