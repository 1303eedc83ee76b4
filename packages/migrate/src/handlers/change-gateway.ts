import type { GatewayChange, SizeRequest } from '@polynat/core';
import type { OperationContext, OperationHandler } from '@polynat/engine';
import { type HandlerContext, options } from './context.ts';
import { missingTags, type Tags } from './tags.ts';
import { typed } from './typed.ts';

export function changeGateway({ nat }: HandlerContext): OperationHandler {
  const change = async (ref: string, { name, description }: GatewayChange, context: OperationContext) => {
    const handle = nat.gateway(ref);
    if (name !== undefined) await handle.rename(name, options(context));
    if (description !== undefined) await handle.describe(description, options(context));
    return null;
  };
  return typed<GatewayChange & { readonly ref: string; readonly before: GatewayChange }, null>({
    run: ({ ref, before, ...wanted }, context) => change(ref, wanted, context),
    async probe({ ref, name, description }, { signal }) {
      const now = await nat.gateway(ref).get({ signal });
      const shows = (wanted: string | undefined, shown = '') => wanted === undefined || wanted === shown;
      return shows(name, now.name) && shows(description, now.description) ? null : undefined;
    },
    undo: async ({ ref, before }, _result, context) => {
      await change(ref, before, context);
    },
  });
}

/** A change of money is not taken back by itself: sizes may only grow on some clouds, and a refund is the owner's to ask for. */
export function resizeGateway({ nat }: HandlerContext): OperationHandler {
  return typed<{ readonly ref: string; readonly size: SizeRequest }, { readonly ref: string }>({
    async run({ ref, size }, context) {
      const resized = await nat.gateway(ref).resize(size, options(context));
      return { ref: `${resized.ref}` };
    },
  });
}

export function protectGateway({ nat }: HandlerContext): OperationHandler {
  return typed<{ readonly ref: string; readonly on: boolean }, null>({
    async run({ ref, on }, context) {
      await nat.gateway(ref).protect(on, options(context));
      return null;
    },
    async probe({ ref, on }, { signal }) {
      return (await nat.gateway(ref).get({ signal })).protected === on ? null : undefined;
    },
    async undo({ ref, on }, _result, context) {
      await nat.gateway(ref).protect(!on, options(context));
    },
  });
}

/** Tags can be set and changed, not taken off: undoing gives those that were changed their old values. */
export function tagGateway({ nat }: HandlerContext): OperationHandler {
  return typed<{ readonly ref: string; readonly tags: Tags; readonly before: Tags }, null>({
    async run({ ref, tags }, context) {
      await nat.gateway(ref).tag(tags, options(context));
      return null;
    },
    async probe({ ref, tags }, { signal }) {
      return missingTags(await nat.gateway(ref).get({ signal }), tags).length === 0 ? null : undefined;
    },
    async undo({ ref, before }, _result, context) {
      if (Object.keys(before).length > 0) await nat.gateway(ref).tag(before, options(context));
    },
  });
}
