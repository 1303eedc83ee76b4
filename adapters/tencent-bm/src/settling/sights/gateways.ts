import { type Call, sameSize } from '@polynat/core';
import { decodeSize } from '../../codec/size.ts';
import { type Facets, unlessGone } from '../../lookup/facets.ts';
import { holderOf, ipsOf, readGateway } from '../../lookup/gateways.ts';
import { everything } from '../../lookup/pages.ts';
import type { Subject } from '../receipts.ts';
import { gone, notYet, type Sight } from './sight.ts';

/** A new gateway is the one that holds the addresses of its order. */
export async function seeCreated(
  facets: Facets,
  subject: Subject<'gateway.created'>,
  call: Call,
): Promise<Sight> {
  const { network, addresses } = subject;
  const holder = await holderOf(facets, network, addresses, call);
  if (holder === undefined) return notYet(await seeWithout(facets, subject, call));
  const bound = addresses.every((ip) => ipsOf(holder).includes(ip));
  return {
    shows: holder.state === 'available' && bound,
    value: holder,
    seen: `gateway ${holder.key.id} is ${holder.providerState}${bound ? '' : ', its addresses not bound yet'}`,
    failed: holder.state === 'failed',
  };
}

/** A gateway that failed holds nothing; only its name is left to tell. */
async function seeWithout(
  { wire }: Facets,
  subject: Subject<'gateway.created'>,
  call: Call,
): Promise<string> {
  const { network, name, addresses } = subject;
  const named = await everything((offset) => wire.gateways({ network, name }, offset, call));
  const failed = named.find((gateway) => gateway.name === name && gateway.state === 'failed');
  if (failed) return `gateway ${failed.key.id} (${name}) is ${failed.providerState}`;
  return `no gateway of ${network} holds ${addresses.join(', ')}`;
}

export async function seeRenamed(
  facets: Facets,
  { key, name }: Subject<'gateway.renamed'>,
  call: Call,
): Promise<Sight> {
  const found = await readGateway(facets, key, call);
  return { shows: found.name === name, value: found, seen: `gateway ${key.id} is called ${found.name}` };
}

export async function seeResized(
  facets: Facets,
  { key, connections }: Subject<'gateway.resized'>,
  call: Call,
): Promise<Sight> {
  const found = await readGateway(facets, key, call);
  const seen = `gateway ${key.id} has ${JSON.stringify(found.size)} and is ${found.providerState}`;
  return { shows: sameSize(found.size, decodeSize(connections)), value: found, seen };
}

export async function seeDeleted(
  facets: Facets,
  { key }: Subject<'gateway.deleted'>,
  call: Call,
): Promise<Sight> {
  const found = key && (await unlessGone(() => readGateway(facets, key, call)));
  return found ? notYet(`gateway ${found.key.id} is still ${found.providerState}`) : gone;
}
