import { NatError } from '@polynat/core';
import * as z from 'zod';
import { hasDigest } from '../digest.ts';
import { exportGateway } from '../export.ts';
import { defineStep } from './define-step.ts';
import { text } from './shapes.ts';

/** Refuses to go on when the gateway has changed since the plan was made: the plan would lose what changed. */
export interface SourceCheck {
  readonly ref: string;
  readonly digest: string;
}

const args: z.core.$ZodType<SourceCheck> = z.object({ ref: text, digest: text });

export const sourceCheck = defineStep({
  kind: 'source.check',
  args,
  bound: args,
  result: z.object({ digest: text }),
  bind: (plan) => plan,
  async run({ nat }, { ref, digest }, { signal }) {
    if (hasDigest(await exportGateway(nat, ref, { signal }), digest)) return { digest };
    throw new NatError('conflict', `${ref} has changed since the plan was made`, {
      remedy: 'make a new plan',
    });
  },
});

export const checkSource = (id: string, ref: string, digest: string) =>
  sourceCheck.step(id, { ref, digest }, `check that ${ref} has not changed since planning`);
