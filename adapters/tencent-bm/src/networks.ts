import type { NetworkResource } from '@polynat/core';
import { decodeOffset } from './codec/cursor.ts';
import type { Facets } from './lookup/facets.ts';

export function networkFacet({ wire }: Facets): NetworkResource {
  return {
    list: async (cursor, call) => wire.networks(decodeOffset(cursor), call),
    subnets: async (network, cursor, call) => wire.subnets(network, decodeOffset(cursor), call),
  };
}
