import type { Gateway, GatewayChange, GatewaySpec, SizeRequest } from '@polynat/core';
import type { OperationHandler } from '@polynat/engine';
import { type HandlerContext, options } from './context.ts';
import { typed } from './typed.ts';

interface Create {
  readonly cloud: string;
  readonly spec: GatewaySpec;
}

type Change = GatewayChange & { readonly ref: string };

interface Created {
  readonly [name: string]: string;
  readonly ref: string;
}

const asResult = ({ ref }: Gateway): Created => ({ ref: `${ref}` });

export function createGateway({ nat }: HandlerContext): OperationHandler {
  return typed<Create, Created>({
    async run({ cloud, spec }, context) {
      const creating = nat.cloud(cloud).gateways.create(spec, options(context));
      creating.onProgress((event) => {
        if (event.is === 'pending') context.progress({ seen: event.seen });
      });
      return asResult(await creating);
    },
    /** Planning made sure that the name was free, so a gateway of that name is the one an earlier try ordered. */
    async probe({ cloud, spec }, context) {
      const listing = nat
        .cloud(cloud)
        .gateways.list({ network: spec.network.vpc }, { signal: context.signal });
      const found = await listing.find(({ name, state }) => name === spec.name && state === 'available');
      return found && asResult(found);
    },
    async undo(_args, result, context) {
      const handle = nat.gateway(result.ref);
      const gateway = await handle.get({ signal: context.signal });
      if (gateway.protected) await handle.protect(false, options(context));
      await handle.delete(options(context));
    },
  });
}

export function changeGateway({ nat }: HandlerContext): OperationHandler {
  return typed<Change, { readonly name: string; readonly description: string }>({
    async run({ ref, name, description }, context) {
      const handle = nat.gateway(ref);
      const before = await handle.get({ signal: context.signal });
      if (name !== undefined) await handle.rename(name, options(context));
      if (description !== undefined) await handle.describe(description, options(context));
      return { name: before.name, description: before.description ?? '' };
    },
    async undo({ ref, name }, before, context) {
      if (name !== undefined) await nat.gateway(ref).rename(before.name, options(context));
      else if (before.description) await nat.gateway(ref).describe(before.description, options(context));
    },
  });
}

/** A change of money is not taken back by itself: sizes may only grow on some clouds, and a refund is the owner's to ask for. */
export function resizeGateway({ nat }: HandlerContext): OperationHandler {
  return typed<{ readonly ref: string; readonly size: SizeRequest }, Created>({
    async run(args, context) {
      const { ref, size } = args as unknown as { readonly ref: string; readonly size: SizeRequest };
      return asResult(await nat.gateway(ref).resize(size, options(context)));
    },
  });
}

export function protectGateway({ nat }: HandlerContext): OperationHandler {
  return typed<{ readonly ref: string; readonly on: boolean }, null>({
    async run(args, context) {
      const { ref, on } = args as unknown as { readonly ref: string; readonly on: boolean };
      await nat.gateway(ref).protect(on, options(context));
      return null;
    },
    async undo(args, _result, context) {
      const { ref, on } = args as unknown as { readonly ref: string; readonly on: boolean };
      await nat.gateway(ref).protect(!on, options(context));
    },
  });
}

export function tagGateway({ nat }: HandlerContext): OperationHandler {
  return typed<{ readonly ref: string; readonly tags: Record<string, string> }, null>({
    async run(args, context) {
      const { ref, tags } = args as unknown as {
        readonly ref: string;
        readonly tags: Record<string, string>;
      };
      await nat.gateway(ref).tag(tags, options(context));
      return null;
    },
  });
}
