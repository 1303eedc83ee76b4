import { requireProgress, undefinedIfNotFound } from '@polynat/adapter-kit';
import type { Call, GatewayQuery, GatewayRecord, Page } from '@polynat/core';
import { decodePlace, encodePlace, type Place } from './codec/cursor.ts';
import { decodeGateway } from './codec/gateway.ts';
import type { Context } from './context.ts';
import type { NatModel } from './operations/gateways.ts';

/** The API lists one VPC at a time; VPCs without gateways make no page. */
export async function listGateways(
  context: Context,
  { network, name }: GatewayQuery,
  cursor: string | undefined,
  call: Call,
): Promise<Page<GatewayRecord>> {
  const chosen = network === undefined ? context.vpcs : [network];
  let place = cursor === undefined ? await firstPlace(context, chosen, call) : decodePlace(cursor);
  for (;;) {
    const nats = await natsAt(context, place, name, call);
    const next = await nextPlace(context, place, nats.nextMarker, call);
    requireProgress(next && encodePlace(next), encodePlace(place));
    const items = nats.items.map((nat) => decodeGateway(nat, context.region));
    if (next === undefined) return { items };
    if (items.length > 0) return { items, next: encodePlace(next) };
    place = next;
  }
}

const firstPlace = async (
  context: Context,
  vpcs: readonly string[] | undefined,
  call: Call,
): Promise<Place> => (vpcs ? { vpcs } : vpcPage(context, undefined, call));

/** Small pages of VPCs keep the cursor short. */
async function vpcPage({ client }: Context, marker: string | undefined, call: Call): Promise<Place> {
  const page = await client.call('QueryVpcList', { maxKeys: 100, ...(marker && { marker }) }, call);
  return {
    vpcs: page.vpcs.map(({ vpcId }) => vpcId),
    ...(page.isTruncated && page.nextMarker && { more: page.nextMarker }),
  };
}

interface Nats {
  readonly items: readonly NatModel[];
  readonly nextMarker?: string | undefined;
}

/** Whether two conditions are joined no page tells: a gateway of another VPC would come once for each. */
async function natsAt(
  { client }: Context,
  { vpcs, marker }: Place,
  name: string | undefined,
  call: Call,
): Promise<Nats> {
  const [vpcId] = vpcs;
  if (vpcId === undefined) return { items: [] };
  const page = await undefinedIfNotFound(() =>
    client.call('ListNat', { vpcId, ...(name !== undefined && { name }), ...(marker && { marker }) }, call),
  );
  if (page === undefined) return { items: [] };
  const items = page.nats.filter((nat) => name === undefined || nat.vpcId === vpcId);
  return { items, nextMarker: page.isTruncated ? page.nextMarker : undefined };
}

async function nextPlace(
  context: Context,
  { vpcs, more }: Place,
  nextMarker: string | undefined,
  call: Call,
): Promise<Place | undefined> {
  if (nextMarker) return { vpcs, marker: nextMarker, more };
  if (vpcs.length > 1) return { vpcs: vpcs.slice(1), more };
  return more === undefined ? undefined : vpcPage(context, more, call);
}
