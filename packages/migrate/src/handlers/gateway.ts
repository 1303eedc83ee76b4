import type { Gateway, GatewayChange, GatewayHandle, GatewaySpec, SizeRequest } from '@polynat/core';
import type { OperationContext, OperationHandler } from '@polynat/engine';
import { awaitMade } from './await-made.ts';
import { type HandlerContext, options } from './context.ts';
import { typed } from './typed.ts';

interface Create {
  readonly cloud: string;
  readonly spec: GatewaySpec;
}

interface Found {
  readonly [name: string]: string;
  readonly ref: string;
}

const asResult = ({ ref }: Gateway): Found => ({ ref: `${ref}` });

export function createGateway({ nat, clock }: HandlerContext): OperationHandler {
  return typed<Create, Found>({
    async run({ cloud, spec }, context) {
      const creating = nat.cloud(cloud).gateways.create(spec, options(context));
      creating.onProgress((event) => {
        if (event.is === 'pending') context.progress({ seen: event.seen });
      });
      return asResult(await creating);
    },
    /** An earlier step made sure that the name was free, so a gateway of that name is the one an earlier try ordered. */
    async probe({ cloud, spec }, context) {
      const listing = nat
        .cloud(cloud)
        .gateways.list({ network: spec.network.vpc }, { signal: context.signal });
      const ordered = await listing.find(({ name, state }) => name === spec.name && isOrdered(state));
      if (!ordered) return undefined;
      const handle = nat.gateway(ordered.ref);
      const made = await awaitMade(clock, context, async () => {
        const now = await handle.get({ signal: context.signal });
        return now.state === 'creating' ? { seen: now.providerState } : { made: now };
      });
      await complete(handle, made, spec, context);
      return asResult(made);
    },
    async undo(_args, result, context) {
      const handle = nat.gateway(result.ref);
      const gateway = await handle.get({ signal: context.signal });
      if (gateway.protected) await handle.protect(false, { signal: context.signal });
      await handle.delete(options(context));
    },
  });
}

const isOrdered = (state: Gateway['state']): boolean => state !== 'failed' && state !== 'deleting';

/** Some clouds protect and tag in a request of its own, which the earlier try may not have come to. */
async function complete(
  handle: GatewayHandle,
  made: Gateway,
  spec: GatewaySpec,
  { signal }: OperationContext,
): Promise<void> {
  if (spec.protected && !made.protected) await handle.protect(true, { signal });
  const missing = missingTags(made, spec.tags ?? {});
  if (missing.length > 0) await handle.tag(Object.fromEntries(missing), { signal });
}

type Tags = Readonly<Record<string, string>>;

const missingTags = ({ tags }: Gateway, wanted: Tags): readonly (readonly [string, string])[] =>
  Object.entries(wanted).filter(([name, value]) => tags[name] !== value);

interface Labels {
  readonly name?: string;
  readonly description?: string;
}

export function changeGateway({ nat }: HandlerContext): OperationHandler {
  const change = async (ref: string, { name, description }: GatewayChange, context: OperationContext) => {
    const handle = nat.gateway(ref);
    if (name !== undefined) await handle.rename(name, options(context));
    if (description !== undefined) await handle.describe(description, options(context));
    return null;
  };
  return typed<Labels & { readonly ref: string; readonly before: Labels }, null>({
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
  return typed<{ readonly ref: string; readonly size: SizeRequest }, Found>({
    async run({ ref, size }, context) {
      return asResult(await nat.gateway(ref).resize(size, options(context)));
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
