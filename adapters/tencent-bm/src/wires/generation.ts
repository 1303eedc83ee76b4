import type { Clock, Random } from '@polynat/core';
import { type ClientParts, createClient, nativeDoor, type TencentBmNative } from '../client.ts';
import type { Api } from '../operations/operation.ts';
import { protocolV2, type V2Style } from '../protocol/v2.ts';
import { protocolV3 } from '../protocol/v3.ts';
import { wireV2 } from './v2.ts';
import { wireV3 } from './v3.ts';
import type { Wire } from './wire.ts';

/** What a generation of the API is to the driver: all that the facets need, and its own operations. */
export interface Generation<A extends Api> {
  readonly wire: Wire;
  readonly native: TencentBmNative<A>;
}

export interface GenerationParts extends ClientParts, V2Style {
  readonly clock: Clock;
  readonly random: Random;
}

type Generations = { readonly [A in Api]: (parts: GenerationParts) => Generation<A> };

export const generations: Generations = {
  v2: (parts) => {
    const client = createClient('v2', protocolV2(parts), parts);
    return {
      wire: wireV2(client, parts.region),
      native: nativeDoor('v2', client, parts.clock, parts.random),
    };
  },
  v3: (parts) => {
    const client = createClient('v3', protocolV3(), parts);
    return {
      wire: wireV3(client, parts.region),
      native: nativeDoor('v3', client, parts.clock, parts.random),
    };
  },
};
