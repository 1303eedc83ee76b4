import {
  check,
  chooseSize,
  describeSize,
  describeTerm,
  type Gateway,
  GatewayRef,
  type GatewaySpec,
  gatewaySpecSchema,
  NatError,
  type OperationRecord,
  sameSize,
} from '@polynat/core';
import type { AcceptedOperation, OperationContext } from '@polynat/engine';
import * as z from 'zod';
import type { SizedSpec } from '../translate/gateway.ts';
import { requireOwnPartsOnly } from './added-by-others.ts';
import { replacementOf } from './bindings.ts';
import { bought, completed, furtherOptions, options, type StepContext } from './context.ts';
import { defineStep } from './define-step.ts';
import { cannotTell, recognisesOrder, tellIt, whenListed } from './orders.ts';
import { cascadeFor, goesWithRules } from './own-gateway.ts';
import { text, texts } from './shapes.ts';
import { missingTags } from './tags.ts';
import { usedBySpec } from './used-input.ts';
import { waitForResource } from './wait-for-resource.ts';

interface Order {
  readonly cloud: string;
  readonly spec: GatewaySpec;
}

export interface CreateGateway extends Order {
  /** Public IPs of the source whose replacements it is created with. */
  readonly sourceIps: readonly string[];
}

type Created = {
  readonly ref: string;
};

const asResult = ({ ref }: Pick<Gateway, 'ref'>): Created => ({ ref: `${ref}` });

/** A gateway as the portable API returns it. */
const createdSchema: z.core.$ZodType<Created> = z.object({ ref: z.unknown().transform(String) });

const ordered = z.object({ cloud: text });
const orderFields = { cloud: text, spec: gatewaySpecSchema };

export const createGateway = defineStep({
  kind: 'gateway.create',
  args: z.object({ ...orderFields, sourceIps: texts }),
  bound: z.object(orderFields),
  result: z.object({ ref: text }),
  bind({ cloud, spec, sourceIps }: CreateGateway, known): Order {
    const addresses = sourceIps.map((ip) => replacementOf(ip, known));
    return { cloud, spec: addresses.length > 0 ? { ...spec, addresses } : spec };
  },
  run: order,
  probe: findOrdered,
  complete: findAccepted,
  /** Its rules and addresses go with it where the cloud does that, which spares a request for each. */
  async undo(context, _args, { ref }, operation) {
    const handle = context.nat.gateway(ref);
    const gateway = await handle.get({ signal: operation.signal });
    if (goesWithRules(context.nat, handle)) await requireOwnPartsOnly(context, gateway, operation);
    if (gateway.protected) await handle.protect(false, furtherOptions(operation));
    await completed(handle.delete({ ...options(operation), ...cascadeFor(context.nat, handle) }), operation);
  },
  learns: (_args, { ref }, known) => ({ ...known, ref }),
  costs: (args, result) => ({
    kind: 'gateway',
    ...check(ordered, args, 'arguments of the order'),
    ...(result && { id: GatewayRef.parse(result.ref).id }),
  }),
});

export function creation(cloud: string, spec: SizedSpec, sourceIps: readonly string[]) {
  const size = spec.size ? `, ${describeSize(spec.size)}` : '';
  const limit = spec.outboundMbps === undefined ? '' : `, ${spec.outboundMbps} Mbit/s outbound`;
  const { billing } = spec;
  const paid =
    billing?.mode === 'prepaid' ? `, prepaid for ${describeTerm(billing.term)}` : ', pay-as-you-go';
  const held = sourceIps.length > 1 ? `, with ${sourceIps.length} public IPs` : '';
  const summary = `create gateway "${spec.name}" on ${cloud} in ${spec.network.vpc}${size}${limit}${held}${paid}`;
  return createGateway.step('create-gateway', { cloud, spec, sourceIps }, summary);
}

async function order(
  { nat }: StepContext,
  { cloud, spec }: Order,
  operation: OperationContext,
): Promise<Created> {
  const target = nat.cloud(cloud);
  const creating = target.gateways.create(usedBySpec(target, spec), options(operation));
  return asResult(await bought(creating, operation));
}

/**
 * A gateway of the ordered name is not yet the ordered one: anybody may have created it since the name was free. Only a cloud that
 * recognises the repeated order, or the addresses it named, tell whose it is.
 */
async function findOrdered(
  context: StepContext,
  args: Order,
  operation: OperationContext,
): Promise<Created | undefined> {
  const list = () => namesakes(context, args, operation);
  const found = operation.undoing ? await whenListed(context.clock, operation, list) : await list();
  if (operation.stated) return statedGateway(found, operation, operation.stated.left);
  if (found.length === 0) return undefined;
  if (mayRepeat(context, args, operation)) return orderAgain(context, args, operation);
  if (args.spec.addresses) return byAddresses(context, args, operation);
  throw notKnown(args, found, operation);
}

/** Repeating a prepaid order in a rollback would pay for a gateway that is not needed, should the first one never have arrived. */
const mayRepeat = (context: StepContext, { cloud, spec }: Order, operation: OperationContext): boolean =>
  recognisesOrder(context, cloud, operation) && !(operation.undoing && spec.billing?.mode === 'prepaid');

/** The answer to a repeated order is the gateway of the first. */
async function orderAgain(context: StepContext, args: Order, operation: OperationContext): Promise<Created> {
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
  context: StepContext,
  args: Order,
  accepted: AcceptedOperation,
  operation: OperationContext,
): Promise<Created | undefined> {
  const list = () => namesakes(context, args, operation);
  if (operation.undoing && (await whenListed(context.clock, operation, list)).length === 0) return undefined;
  try {
    return z.parse(createdSchema, await context.nat.resume(accepted, furtherOptions(operation)));
  } catch (thrown) {
    const named = operation.undoing && (await namedBy(accepted, context, args, operation));
    if (!named) throw thrown;
    return named;
  }
}

/** A gateway that was accepted and came to nothing, or may not be looked at, still has to go in a rollback: its receipt has its id. */
async function namedBy(
  { receipts }: Pick<OperationRecord, 'receipts'>,
  context: StepContext,
  args: Order,
  operation: OperationContext,
): Promise<Created | undefined> {
  const words = JSON.stringify(receipts);
  const found = await namesakes(context, args, operation);
  const named = found.find(({ ref }) => words.includes(JSON.stringify(ref.id)));
  return named && asResult(named);
}

/** An address serves one gateway, so the gateway that was ordered with it is found by it, as soon as it has been made. */
async function byAddresses(
  context: StepContext,
  args: Order,
  operation: OperationContext,
): Promise<Created | undefined> {
  const { spec } = args;
  const settled = await waitForResource(context.clock, operation, async () => {
    const found = await namesakes(context, args, operation);
    const creating = found.find(({ state }) => state === 'creating');
    return creating ? { seen: creating.providerState } : { made: found };
  });
  const [only, ...others] = settled.filter(({ addresses }) =>
    spec.addresses?.every((ip) => addresses.some((address) => address.ip === ip)),
  );
  if (only === undefined) return undefined;
  if (others.length > 0 || !hasSize(context, args, only)) throw notKnown(args, [only, ...others], operation);
  if (!operation.undoing) await protectAndTag(context, only, spec, operation);
  return asResult(only);
}

function hasSize({ nat }: StepContext, { cloud, spec }: Order, { size }: Gateway): boolean {
  const wanted = spec.size && chooseSize(spec.size, nat.cloud(cloud).capabilities.sizes);
  return wanted === undefined || sameSize(wanted, size);
}

async function namesakes(
  { nat }: StepContext,
  { cloud, spec }: Order,
  { signal }: OperationContext,
): Promise<readonly Gateway[]> {
  const listed = await nat.cloud(cloud).gateways.list({ network: spec.network.vpc }, { signal }).toArray();
  return listed.filter(({ name, state }) => name === (spec.name ?? '') && state !== 'deleting');
}

/** The gateway that a person has named; no other than one with the ordered name. */
function statedGateway(found: readonly Gateway[], operation: OperationContext, stated: string): Created {
  const gateway = found.find(({ ref }) => stated === ref.id || stated === `${ref}`);
  if (gateway) return asResult(gateway);
  const names = found.map(({ ref }) => `${ref}`).join(', ') || 'no gateway has the planned name';
  throw new NatError('invalid-argument', `${stated} cannot be what this run created: ${names}`, {
    field: 'left',
    outcome: 'unknown',
    remedy: tellIt(operation, 'REF'),
  });
}

function notKnown({ spec }: Order, found: readonly Gateway[], operation: OperationContext): NatError {
  const refs = found.map(({ ref }) => `${ref}`).join(' or ');
  const remedy = `find out who did, then ${tellIt(operation, 'REF')}`;
  return cannotTell(`this run created ${refs}, named "${spec.name}"`, remedy);
}

/** Some clouds protect and tag in requests of their own, which the earlier try may not have come to. */
async function protectAndTag(
  { nat }: StepContext,
  made: Gateway,
  spec: GatewaySpec,
  operation: OperationContext,
): Promise<void> {
  const handle = nat.gateway(made.ref);
  if (spec.protected && !made.protected) await handle.protect(true, furtherOptions(operation));
  const missing = missingTags(made, spec.tags ?? {});
  if (missing.length > 0 && nat.cloud(made.ref.cloud).can('gateways.tags'))
    await handle.tag(Object.fromEntries(missing), furtherOptions(operation));
}
