import { type AddressSpec, addressSpecSchema, check, NatError, type PublicAddress } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import * as z from 'zod';
import { bought, completed, furtherOptions, options, type StepContext } from './context.ts';
import { defineStep } from './define-step.ts';
import { cannotTell, recognisesAllocation, tellIt, whenListed } from './orders.ts';
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
  /** False where version 0.1 took the only address that could be the ordered one, though somebody else may have allocated it. */
  readonly proven?: false;
};

const allocated: z.core.$ZodType<Allocated> = z.object({
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
    const isStated = operation.stated?.left === id || operation.stated?.left === ip;
    if (proven === false && !isStated) throw notKnown([{ ip, id }], operation);
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
  const address = await bought(ordering, operation);
  return { ip: address.ip, id: idOf(address) };
}

/**
 * An address has no mark of its order. While the cloud recognises the order, repeating it tells the address. Afterwards, and on clouds
 * that recognise none, an address that was not there before may be a stranger's: none is adopted before a person says which one it is.
 */
async function findOrdered(
  context: StepContext,
  args: Order,
  operation: OperationContext,
): Promise<Allocated | undefined> {
  const { noted = args.known, allocated } = await context.runSoFar(operation.run);
  const known = noted && new Set([...noted, ...allocated]);
  const list = () => newcomers(context, args, known ?? new Set(allocated), operation);
  if (operation.stated) return statedAddress(context, operation, operation.stated.left, list);
  const recognised = recognisesAllocation(context, args.cloud, operation);
  if (!known) {
    if (recognised) return order(context, args, operation);
    throw notKnown([], operation);
  }
  const found = operation.undoing ? await whenListed(context.clock, operation, list) : await list();
  if (found.length === 0) return undefined;
  if (recognised) return order(context, args, operation);
  throw notKnown(found, operation);
}

/** The address that a person has named, as soon as the cloud has completed it; no other than one that can be the ordered one. */
async function statedAddress(
  context: StepContext,
  operation: OperationContext,
  stated: string,
  list: () => Promise<readonly PublicAddress[]>,
): Promise<Allocated> {
  const candidates = await list();
  const found = candidates.find(({ ip, id }) => stated === id || stated === ip);
  if (!found) {
    const names = candidates.map(nameOf).join(', ') || 'no free public IP is new';
    throw new NatError('invalid-argument', `${stated} cannot be what this run allocated: ${names}`, {
      field: 'left',
      outcome: 'unknown',
      remedy: tellIt(operation, 'ID'),
    });
  }
  const id = idOf(found);
  return waitForResource(context.clock, operation, async () => stateOf(await list(), id));
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

type Candidate = Pick<PublicAddress, 'ip' | 'id'>;

const nameOf = ({ ip, id }: Candidate): string => (id === undefined ? ip : `${id} (${ip})`);

function notKnown(found: readonly Candidate[], operation: OperationContext): NatError {
  const say = tellIt(operation, 'ID');
  if (found.length > 0)
    return cannotTell(
      `this run allocated ${found.map(nameOf).join(' or ')}`,
      `find out who did, then ${say}`,
    );
  const search = 'search the public IPs of the account for one that nobody else has allocated';
  return cannotTell('this run allocated a public IP before it stopped', `${search}, then ${say}`);
}

function stateOf(addresses: readonly PublicAddress[], id: string): ResourceState<Allocated> {
  const address = addresses.find((candidate) => idOf(candidate) === id);
  if (address?.ip && address.state === 'available') return { made: { ip: address.ip, id } };
  return { seen: address?.providerState ?? 'not listed' };
}
