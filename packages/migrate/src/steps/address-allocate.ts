import { type AddressSpec, addressSpecSchema, check, type NatError, type PublicAddress } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import * as z from 'zod';
import { completed, furtherOptions, options, type StepContext } from './context.ts';
import { defineStep } from './define-step.ts';
import { afterwards, cannotTell, recognisesOrder, whenListed } from './orders.ts';
import { text, texts } from './shapes.ts';
import { usedByAllocation } from './used-input.ts';
import { type ResourceState, waitForResource } from './wait-for-resource.ts';

export interface AllocateAddress {
  readonly cloud: string;
  /** The public IP of the source that it replaces. */
  readonly sourceIp: string;
  readonly spec: AddressSpec;
}

interface Order {
  readonly cloud: string;
  readonly spec: AddressSpec;
  /** As version 0.1 journalled what `target.check` had noted. */
  readonly known?: readonly string[];
}

const ordered = z.object({ cloud: text });
const orderFields = { cloud: text, spec: addressSpecSchema };

type Allocated = {
  readonly ip: string;
  readonly id: string;
  /** False when it is the only address that can be the ordered one, though somebody else may have allocated it. */
  readonly proven?: false;
};

const allocated: z.ZodType<Allocated> = z.object({
  ip: text,
  id: text,
  proven: z.literal(false).exactOptional(),
});

export const idOf = ({ id, ip }: Pick<PublicAddress, 'id' | 'ip'>): string => id ?? ip;

/** An address as the portable API returns it. */
const addressSchema = z.object({ ip: z.string(), id: z.string().exactOptional() });

export const allocateAddress = defineStep({
  kind: 'address.allocate',
  args: z.object({ ...orderFields, sourceIp: text }),
  bound: z.object({ ...orderFields, known: texts.exactOptional() }),
  result: allocated,
  bind: ({ cloud, spec }: AllocateAddress, { known }): Order => ({ cloud, spec, ...(known && { known }) }),
  run: order,
  probe: findOrdered,
  /** The receipt of the order tells its address; one that came to nothing is looked for like any other. */
  async complete(context, args, accepted, operation) {
    try {
      const address = addressSchema.parse(await context.nat.resume(accepted, furtherOptions(operation)));
      return { ip: address.ip, id: idOf(address) };
    } catch (thrown) {
      if (!operation.undoing) throw thrown;
      return findOrdered(context, args, operation);
    }
  },
  async undo({ nat }, { cloud }, { ip, id, proven }, operation) {
    if (proven === false) throw notKnown([ip], operation);
    await completed(nat.cloud(cloud).addresses.release(id, options(operation)), operation);
  },
  learns({ sourceIp }, { ip, id }, { known, ...bindings }) {
    const addresses = { ...bindings.addresses, [sourceIp]: ip };
    return { ...bindings, addresses, ...(known && { known: [...known, id] }) };
  },
  costs(args, result) {
    const { cloud } = check(ordered, args, 'arguments of the order');
    if (result === undefined) return { kind: 'address', cloud };
    const { ip, id, proven } = result;
    return { kind: 'address', cloud, ip, id, ...(proven === false && { outcome: 'unknown' }) };
  },
});

export const allocation = (args: AllocateAddress) =>
  allocateAddress.step(
    `allocate/${args.sourceIp}`,
    args,
    `allocate a public IP on ${[args.cloud, ...priced(args.spec)].join(', ')} (replaces ${args.sourceIp})`,
  );

function priced({ bandwidthMbps, meteredBy }: AddressSpec): readonly string[] {
  const bandwidth = bandwidthMbps === undefined ? '' : `${bandwidthMbps} Mbit/s`;
  const metering = meteredBy === undefined ? '' : `by ${meteredBy}`;
  return bandwidth || metering ? [`${bandwidth} ${metering}`.trim()] : [];
}

async function order(
  { nat }: StepContext,
  { cloud, spec }: Order,
  operation: OperationContext,
): Promise<Allocated> {
  const target = nat.cloud(cloud);
  const ordering = target.addresses.allocate(usedByAllocation(target, spec), options(operation));
  const address = await completed(ordering, operation);
  return { ip: address.ip, id: idOf(address) };
}

/**
 * An address has no mark of its order. While the cloud recognises the order, repeating it tells the address; afterwards, and on
 * clouds that recognise none, only the comparison with what was there before is left.
 */
async function findOrdered(
  context: StepContext,
  args: Order,
  operation: OperationContext,
): Promise<Allocated | undefined> {
  const { noted = args.known, allocated } = await context.runSoFar(operation.run);
  const known = noted && new Set([...noted, ...allocated]);
  const recognised = recognisesOrder(context, args.cloud, operation);
  if (!known) {
    if (recognised) return order(context, args, operation);
    throw notKnown([], operation);
  }
  const list = () => newcomers(context, args, known, operation);
  const found = operation.undoing ? await whenListed(context.clock, operation, list) : await list();
  if (found.length === 0) return undefined;
  if (recognised) return order(context, args, operation);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0 || operation.undoing) {
    throw notKnown(
      found.map(({ ip, id }) => ip || (id ?? '')),
      operation,
    );
  }
  const made = await waitForResource(context.clock, operation, async () => stateOf(await list(), idOf(only)));
  return { ...made, proven: false };
}

/** Free addresses that were not there before and can be what was ordered. */
async function newcomers(
  { nat }: StepContext,
  { cloud, spec }: Order,
  known: ReadonlySet<string>,
  { signal }: OperationContext,
): Promise<readonly PublicAddress[]> {
  const listed = await nat.cloud(cloud).addresses.list({}, { signal }).toArray();
  const fits = ({ bandwidthMbps = spec.bandwidthMbps }: PublicAddress) =>
    spec.bandwidthMbps === undefined || bandwidthMbps === spec.bandwidthMbps;
  return listed.filter((address) => !known.has(idOf(address)) && !address.gateway && fits(address));
}

function notKnown(ips: readonly string[], operation: OperationContext): NatError {
  const hand = `release it by hand if it did and ${afterwards(operation)}`;
  if (ips.length === 0) {
    const remedy = `look through the addresses of the account for one that nobody else ordered: ${hand}`;
    return cannotTell('this run allocated an address before it stopped', remedy);
  }
  const more = operation.undoing ? '' : '; or put what others ordered to use, release the rest, and resume';
  return cannotTell(`this run allocated ${ips.join(' or ')}`, `find out who did: ${hand}${more}`);
}

function stateOf(addresses: readonly PublicAddress[], id: string): ResourceState<Omit<Allocated, 'proven'>> {
  const address = addresses.find((candidate) => idOf(candidate) === id);
  if (address?.ip && address.state === 'available') return { made: { ip: address.ip, id } };
  return { seen: address?.providerState ?? 'not listed' };
}
