import type { AddressSpec, AttachFor, NatError, PublicAddress } from '@polynat/core';
import type { OperationContext, OperationHandler } from '@polynat/engine';
import * as z from 'zod';
import { awaitMade, type Sight } from './await-made.ts';
import { furtherOptions, type HandlerContext, options } from './context.ts';
import { afterwards, cannotTell, recognisesOrder, whenListed } from './orders.ts';
import { typed } from './typed.ts';
import { usedByAllocation } from './used-input.ts';

interface Allocate {
  readonly cloud: string;
  readonly spec: AddressSpec;
  /** As version 0.1 journalled what `target.check` had noted. */
  readonly known?: readonly string[];
}

type Allocated = {
  readonly ip: string;
  readonly id: string;
  /** False when it is the only address that can be the ordered one, though somebody else may have allocated it. */
  readonly proven?: false;
};

interface Attach {
  readonly ref: string;
  readonly ip: string;
  readonly purpose: AttachFor;
}

type Attached = {
  readonly ip: string;
  readonly proven?: false;
};

export const idOf = ({ id, ip }: Pick<PublicAddress, 'id' | 'ip'>): string => id ?? ip;

/** An address as the portable API returns it. */
const addressSchema = z.object({ ip: z.string(), id: z.string().exactOptional() });

export function allocateAddress(context: HandlerContext): OperationHandler {
  const { nat } = context;
  return typed<Allocate, Allocated>({
    run: (args, operation) => order(context, args, operation),
    probe: (args, operation) => findOrdered(context, args, operation),
    /** The receipt of the order tells its address; one that came to nothing is looked for like any other. */
    async complete(args, accepted, operation) {
      try {
        const address = addressSchema.parse(await nat.resume(accepted, furtherOptions(operation)));
        return { ip: address.ip, id: idOf(address) };
      } catch (thrown) {
        if (!operation.undoing) throw thrown;
        return findOrdered(context, args, operation);
      }
    },
    async undo({ cloud }, { ip, id, proven }, operation) {
      if (proven === false) throw notKnown([ip], operation);
      await nat.cloud(cloud).addresses.release(id, options(operation));
    },
  });
}

async function order(
  { nat }: HandlerContext,
  { cloud, spec }: Allocate,
  operation: OperationContext,
): Promise<Allocated> {
  const target = nat.cloud(cloud);
  const address = await target.addresses.allocate(usedByAllocation(target, spec), options(operation));
  return { ip: address.ip, id: idOf(address) };
}

/**
 * An address bears no mark of its order. While the cloud recognises the order, repeating it tells the address; afterwards, and on
 * clouds that recognise none, only the comparison with what was there before is left.
 */
async function findOrdered(
  context: HandlerContext,
  args: Allocate,
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
  const made = await awaitMade(context.clock, operation, async () => sightOf(await list(), idOf(only)));
  return { ...made, proven: false };
}

/** Free addresses that were not there before and can be what was ordered. */
async function newcomers(
  { nat }: HandlerContext,
  { cloud, spec }: Allocate,
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

function sightOf(addresses: readonly PublicAddress[], id: string): Sight<Omit<Allocated, 'proven'>> {
  const address = addresses.find((candidate) => idOf(candidate) === id);
  if (address?.ip && address.state === 'available') return { made: { ip: address.ip, id } };
  return { seen: address?.providerState ?? 'not listed' };
}

export function attachAddress({ nat, runSoFar }: HandlerContext): OperationHandler {
  const find = (ref: string, ip: string, signal: AbortSignal) =>
    nat
      .gateway(ref)
      .addresses.list({ signal })
      .find((address) => address.ip === ip);
  return typed<Attach, Attached>({
    async run({ ref, ip, purpose }, context) {
      await nat.gateway(ref).addresses.attach(ip, { ...options(context), purpose });
      return { ip };
    },
    /** On a gateway that this run has created everything is its own; elsewhere somebody else may have attached the address. */
    async probe({ ref, ip }, { run, signal }) {
      const found = await find(ref, ip, signal);
      if (found?.state !== 'available') return undefined;
      const { created } = await runSoFar(run);
      return { ip, ...(created !== ref && { proven: false }) };
    },
    async undo({ ref, ip }, { proven }, context) {
      if (!(await find(ref, ip, context.signal))) return;
      if (proven === false) {
        const remedy = `detach it by hand if it did, then ${afterwards(context)}`;
        throw cannotTell(`this run attached ${ip} to ${ref}`, remedy);
      }
      await nat.gateway(ref).addresses.detach(ip, options(context));
    },
  });
}

export function detachAddress({ nat }: HandlerContext): OperationHandler {
  return typed<Omit<Attach, 'purpose'>, null>({
    async run({ ref, ip }, context) {
      await nat.gateway(ref).addresses.detach(ip, options(context));
      return null;
    },
    async probe({ ref, ip }, { signal }) {
      const found = await nat
        .gateway(ref)
        .addresses.list({ signal })
        .find((address) => address.ip === ip);
      return found ? undefined : null;
    },
    async undo({ ref, ip }, _result, context) {
      await nat.gateway(ref).addresses.attach(ip, options(context));
    },
  });
}
