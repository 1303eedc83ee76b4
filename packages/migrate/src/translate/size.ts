import {
  addressesOf,
  chooseSize,
  describeOffers,
  describeSize,
  type Size,
  type SizeFacts,
} from '@polynat/core';
import type { DocumentedGateway } from '../document.ts';
import { blocking, type Gap, lossy, type Translated } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import type { Target } from './target.ts';

/** The size the mapping names, or the smallest that carries as many connections and addresses as the source. */
export function translateSize(
  source: DocumentedGateway,
  addresses: number,
  mapping: Mapping,
  target: Target,
): Translated<Size | undefined> {
  const { sizes } = target.capabilities;
  const { connections } = source;
  const carrying = connections === undefined ? source.size : { atLeast: { connections } };
  const size = mapping.size
    ? chooseSize(mapping.size, sizes)
    : chooseSize(carrying, roomyFor(addresses, sizes));
  if (size) return { value: size, gaps: meteringGap(source.size, size, target) };
  return { value: undefined, gaps: [noneGap(source, addresses, mapping, target)] };
}

const roomyFor = (addresses: number, sizes: SizeFacts): SizeFacts => ({
  ...sizes,
  offers: sizes.offers.filter(({ size }) => (addressesOf(size, sizes) ?? addresses) >= addresses),
});

function noneGap(
  { size, connections }: DocumentedGateway,
  addresses: number,
  mapping: Mapping,
  target: Target,
): Gap {
  const { alias, capabilities } = target;
  const why = `${alias} sells ${describeOffers(capabilities.sizes)}`;
  const remedy = 'set one of these as `size` in the mapping';
  if (mapping.size) {
    return blocking('size', 'gateway.size', `the size ${describeSize(mapping.size)}`, { why, remedy });
  }
  const carried = connections === undefined || 'connections' in size ? '' : ` (${connections} connections)`;
  const what = `the size ${describeSize(size)}${carried} with ${addresses} public IPs`;
  return blocking('size', 'gateway.size', what, { why, remedy });
}

function meteringGap(before: Size, after: Size, { alias }: Target): readonly Gap[] {
  const [was, is] = [before, after].map((size) => ('metered' in size ? 'by usage' : 'by size'));
  if (was === is) return [];
  const why = `${alias} bills it ${is}`;
  const remedy = 'compare the prices before you apply the plan';
  return [lossy('metering', 'gateway.size', `billing ${was}`, { why, remedy })];
}
