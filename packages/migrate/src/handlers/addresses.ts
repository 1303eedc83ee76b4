import { type AddressSpec, type AttachFor, NatError, type PublicAddress } from '@polynat/core';
import type { OperationHandler } from '@polynat/engine';
import { awaitMade, type Sight } from './await-made.ts';
import { type HandlerContext, options } from './context.ts';
import { typed } from './typed.ts';

interface Allocate {
  readonly cloud: string;
  readonly spec: AddressSpec;
  readonly known?: readonly string[];
}

interface Allocated {
  readonly [name: string]: string;
  readonly ip: string;
  readonly id: string;
}

interface Attach {
  readonly ref: string;
  readonly ip: string;
  readonly purpose: AttachFor;
}

export const idOf = ({ id, ip }: Pick<PublicAddress, 'id' | 'ip'>): string => id ?? ip;

export function allocateAddress({ nat, clock }: HandlerContext): OperationHandler {
  return typed<Allocate, Allocated>({
    async run({ cloud, spec }, context) {
      const address = await nat.cloud(cloud).addresses.allocate(spec, options(context));
      return { ip: address.ip, id: idOf(address) };
    },
    /** An order the cloud does not recognise again is found by what was not there before. */
    async probe({ cloud, known }, context) {
      if (!known) return undefined;
      const { addresses } = nat.cloud(cloud);
      const list = () => addresses.list({}, { signal: context.signal }).toArray();
      const ordered = onlyNewcomer(await list(), known);
      if (ordered === undefined) return undefined;
      return awaitMade(clock, context, async () => sightOf(await list(), ordered));
    },
    async undo({ cloud }, { id }, context) {
      await nat.cloud(cloud).addresses.release(id, options(context));
    },
  });
}

function onlyNewcomer(addresses: readonly PublicAddress[], known: readonly string[]): string | undefined {
  const newcomers = addresses.filter((address) => !known.includes(idOf(address)) && !address.gateway);
  if (newcomers.length < 2) return newcomers[0] && idOf(newcomers[0]);
  const ids = newcomers.map(idOf).join(', ');
  throw new NatError('conflict', `one of ${ids} is the address that was ordered, and nobody can tell which`, {
    outcome: 'unknown',
    remedy: 'release the others, or put them to use, and resume',
  });
}

function sightOf(addresses: readonly PublicAddress[], id: string): Sight<Allocated> {
  const address = addresses.find((candidate) => idOf(candidate) === id);
  if (address?.ip && address.state === 'available') return { made: { ip: address.ip, id } };
  return { seen: address?.providerState ?? 'not listed' };
}

export function attachAddress({ nat }: HandlerContext): OperationHandler {
  const find = (ref: string, ip: string, signal: AbortSignal) =>
    nat
      .gateway(ref)
      .addresses.list({ signal })
      .find((address) => address.ip === ip);
  return typed<Attach, { readonly ip: string }>({
    async run({ ref, ip, purpose }, context) {
      await nat.gateway(ref).addresses.attach(ip, { ...options(context), purpose });
      return { ip };
    },
    async probe({ ref, ip }, { signal }) {
      const found = await find(ref, ip, signal);
      return found?.state === 'available' ? { ip } : undefined;
    },
    async undo({ ref, ip }, _result, context) {
      if (!(await find(ref, ip, context.signal))) return;
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
