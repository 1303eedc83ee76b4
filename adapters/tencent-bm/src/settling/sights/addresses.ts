import type { Call } from '@polynat/core';
import { enrich } from '../../codec/address.ts';
import { readAddress } from '../../lookup/addresses.ts';
import { type Facets, unlessForbidden, unlessGone } from '../../lookup/facets.ts';
import { ipsOf, readGateway } from '../../lookup/gateways.ts';
import type { Subject } from '../receipts.ts';
import { gone, notYet, type Sight } from './sight.ts';

export async function seeAllocated(
  facets: Facets,
  { id }: Subject<'address.allocated'>,
  call: Call,
): Promise<Sight> {
  const found = await readAddress(facets, id, call);
  return {
    shows: found?.state === 'available',
    value: found,
    seen: `address ${id} is ${found?.providerState ?? 'not listed yet'}`,
    failed: found?.state === 'failed',
  };
}

export async function seeAttached(
  facets: Facets,
  { key, ip }: Subject<'address.attached'>,
  call: Call,
): Promise<Sight> {
  const { addresses } = await readGateway(facets, key, call);
  const bound = addresses.find((address) => address.ip === ip);
  if (bound === undefined) return notYet(`gateway ${key.id} does not hold ${ip}`);
  const told = await unlessForbidden(() => readAddress(facets, ip, call));
  return { shows: true, value: enrich(bound, told), seen: bound.providerState };
}

export async function seeDetached(
  facets: Facets,
  { key, ip }: Subject<'address.detached'>,
  call: Call,
): Promise<Sight> {
  const found = key && (await unlessGone(() => readGateway(facets, key, call)));
  if (!found || !ipsOf(found).includes(ip)) return gone;
  return notYet(`gateway ${found.key.id} still holds ${ip}`);
}

export async function seeReleased(
  facets: Facets,
  { id }: Subject<'address.released'>,
  call: Call,
): Promise<Sight> {
  const found = id === null ? undefined : await readAddress(facets, id, call);
  return found ? notYet(`address ${id} is still ${found.providerState}`) : gone;
}
