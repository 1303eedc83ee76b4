import {
  chooseSize,
  type Gateway,
  type GatewaySpec,
  NatError,
  type OperationRecord,
  sameSize,
} from '@polynat/core';
import type { AcceptedOperation, OperationContext, OperationHandler } from '@polynat/engine';
import * as z from 'zod';
import { awaitMade } from './await-made.ts';
import { furtherOptions, type HandlerContext, options } from './context.ts';
import { cannotTell, recognisesOrder, whenListed } from './orders.ts';
import { missingTags } from './tags.ts';
import { typed } from './typed.ts';
import { usedBySpec } from './used-input.ts';

interface Create {
  readonly cloud: string;
  readonly spec: GatewaySpec;
}

type Created = {
  readonly ref: string;
};

const asResult = ({ ref }: Pick<Gateway, 'ref'>): Created => ({ ref: `${ref}` });

/** A gateway as the portable API returns it. */
const createdSchema: z.ZodType<Created> = z.object({ ref: z.unknown().transform(String) });

export function createGateway(context: HandlerContext): OperationHandler {
  const { nat } = context;
  return typed<Create, Created>({
    run: (args, operation) => order(context, args, operation),
    probe: (args, operation) => findOrdered(context, args, operation),
    complete: (args, accepted, operation) => findAccepted(context, args, accepted, operation),
    async undo(_args, { ref }, operation) {
      const handle = nat.gateway(ref);
      const gateway = await handle.get({ signal: operation.signal });
      if (gateway.protected) await handle.protect(false, furtherOptions(operation));
      await handle.delete(options(operation));
    },
  });
}

async function order({ nat }: HandlerContext, { cloud, spec }: Create, operation: OperationContext) {
  const target = nat.cloud(cloud);
  const creating = target.gateways.create(usedBySpec(target, spec), options(operation));
  creating.onProgress((event) => {
    if (event.type === 'pending') operation.progress({ seen: event.status });
  });
  return asResult(await creating);
}

/**
 * A gateway of the ordered name is not yet the ordered one: anybody may have created it since the name was free. Only a cloud that
 * recognises the repeated order, or the addresses it named, tell whose it is.
 */
async function findOrdered(
  context: HandlerContext,
  args: Create,
  operation: OperationContext,
): Promise<Created | undefined> {
  const list = () => namesakes(context, args, operation);
  const found = operation.undoing ? await whenListed(context.clock, operation, list) : await list();
  if (found.length === 0) return undefined;
  if (mayRepeat(context, args, operation)) return orderAgain(context, args, operation);
  if (args.spec.addresses) return byAddresses(context, args, operation);
  throw notKnown(args, found);
}

/** Repeating a prepaid order in a rollback would pay for a gateway nobody wants, should the first one never have arrived. */
const mayRepeat = (context: HandlerContext, { cloud, spec }: Create, operation: OperationContext): boolean =>
  recognisesOrder(context, cloud, operation) && !(operation.undoing && spec.billing?.mode === 'prepaid');

/** The answer to a repeated order is the gateway of the first. */
async function orderAgain(
  context: HandlerContext,
  args: Create,
  operation: OperationContext,
): Promise<Created> {
  try {
    return await order(context, args, operation);
  } catch (thrown) {
    const accepted = NatError.is(thrown) ? thrown.operation : undefined;
    const named = accepted && operation.undoing && (await namedBy(accepted, context, args, operation));
    if (!named) throw thrown;
    return named;
  }
}

/** The receipt of the order tells its gateway, whatever others are called. */
async function findAccepted(
  context: HandlerContext,
  args: Create,
  accepted: AcceptedOperation,
  operation: OperationContext,
): Promise<Created | undefined> {
  const list = () => namesakes(context, args, operation);
  if (operation.undoing && (await whenListed(context.clock, operation, list)).length === 0) return undefined;
  try {
    return createdSchema.parse(await context.nat.resume(accepted, furtherOptions(operation)));
  } catch (thrown) {
    const named = operation.undoing && (await namedBy(accepted, context, args, operation));
    if (!named) throw thrown;
    return named;
  }
}

/** A gateway that was accepted and came to nothing, or may not be looked at, still has to go in a rollback: its receipt has its id. */
async function namedBy(
  { receipts }: Pick<OperationRecord, 'receipts'>,
  context: HandlerContext,
  args: Create,
  operation: OperationContext,
): Promise<Created | undefined> {
  const words = JSON.stringify(receipts);
  const found = await namesakes(context, args, operation);
  const named = found.find(({ ref }) => words.includes(JSON.stringify(ref.id)));
  return named && asResult(named);
}

/** An address serves one gateway, so the gateway that was ordered with it is found by it, as soon as it has been made. */
async function byAddresses(
  context: HandlerContext,
  args: Create,
  operation: OperationContext,
): Promise<Created | undefined> {
  const { spec } = args;
  const settled = await awaitMade(context.clock, operation, async () => {
    const found = await namesakes(context, args, operation);
    const creating = found.find(({ state }) => state === 'creating');
    return creating ? { seen: creating.providerState } : { made: found };
  });
  const [only, ...others] = settled.filter(({ addresses }) =>
    spec.addresses?.every((ip) => addresses.some((address) => address.ip === ip)),
  );
  if (only === undefined) return undefined;
  if (others.length > 0 || !hasSize(context, args, only)) throw notKnown(args, [only, ...others]);
  if (!operation.undoing) await complete(context, only, spec, operation);
  return asResult(only);
}

function hasSize({ nat }: HandlerContext, { cloud, spec }: Create, { size }: Gateway): boolean {
  const wanted = spec.size && chooseSize(spec.size, nat.cloud(cloud).capabilities.sizes);
  return wanted === undefined || sameSize(wanted, size);
}

async function namesakes(
  { nat }: HandlerContext,
  { cloud, spec }: Create,
  { signal }: OperationContext,
): Promise<readonly Gateway[]> {
  const listed = await nat.cloud(cloud).gateways.list({ network: spec.network.vpc }, { signal }).toArray();
  return listed.filter(({ name, state }) => name === (spec.name ?? '') && state !== 'deleting');
}

function notKnown({ spec }: Create, found: readonly Gateway[]): NatError {
  const refs = found.map(({ ref }) => `${ref}`).join(', ');
  return cannotTell(
    `this run created ${refs}, named "${spec.name}"`,
    'find out who created it: delete it if this run did, rename it otherwise; then resume or roll back again',
  );
}

/** Some clouds protect and tag in requests of their own, which the earlier try may not have come to. */
async function complete(
  { nat }: HandlerContext,
  made: Gateway,
  spec: GatewaySpec,
  operation: OperationContext,
): Promise<void> {
  const handle = nat.gateway(made.ref);
  if (spec.protected && !made.protected) await handle.protect(true, furtherOptions(operation));
  const missing = missingTags(made, spec.tags ?? {});
  if (missing.length > 0) await handle.tag(Object.fromEntries(missing), furtherOptions(operation));
}
