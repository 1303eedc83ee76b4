import type { Gateway, GatewayHandle, GatewaySpec } from '@polynat/core';
import type { OperationContext, OperationHandler } from '@polynat/engine';
import { awaitMade } from './await-made.ts';
import { furtherOptions, type HandlerContext, options } from './context.ts';
import { missingTags } from './tags.ts';
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
        if (event.type === 'pending') context.progress({ seen: event.status });
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
      if (gateway.protected) await handle.protect(false, furtherOptions(context));
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
  context: OperationContext,
): Promise<void> {
  if (spec.protected && !made.protected) await handle.protect(true, furtherOptions(context));
  const missing = missingTags(made, spec.tags ?? {});
  if (missing.length > 0) await handle.tag(Object.fromEntries(missing), furtherOptions(context));
}
