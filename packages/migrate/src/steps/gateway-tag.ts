import * as z from 'zod';
import { onGateway } from './bindings.ts';
import { completed, options } from './context.ts';
import { defineStep } from './define-step.ts';
import { nothing, text, textByText } from './shapes.ts';
import { missingTags, type Tags } from './tags.ts';

export interface TagGateway {
  readonly tags: Tags;
  /** Former values of those that are changed. */
  readonly before: Tags;
}

const fields = { tags: textByText, before: textByText };

/** Tags can be set and changed, not taken off: undoing gives those that were changed their old values. */
export const tagGateway = defineStep({
  kind: 'gateway.tag',
  args: z.object(fields),
  bound: z.object({ ref: text, ...fields }),
  result: nothing,
  bind: (args: TagGateway, known, step) => onGateway(known, step, args),
  async run({ nat }, { ref, tags }, operation) {
    await completed(nat.gateway(ref).tag(tags, options(operation)), operation);
    return null;
  },
  probe: async ({ nat }, { ref, tags }, { signal }) =>
    missingTags(await nat.gateway(ref).get({ signal }), tags).length === 0 ? null : undefined,
  async undo({ nat }, { ref, before }, _result, operation) {
    if (Object.keys(before).length === 0) return;
    await completed(nat.gateway(ref).tag(before, options(operation)), operation);
  },
});

export const tagging = (args: TagGateway) =>
  tagGateway.step('tag', args, `set tags ${Object.keys(args.tags).join(', ')}`);
