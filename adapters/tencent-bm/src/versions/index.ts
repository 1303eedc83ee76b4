import type { Clock, Random } from '@polynat/core';
import type { BmApi } from '../api.ts';
import { type ClientParts, createClient, nativeDoor, type TencentBmNative } from '../client.ts';
import type { Api } from '../operations/operation.ts';
import { protocolV2, type V2Style } from '../protocol/v2.ts';
import { protocolV3 } from '../protocol/v3.ts';
import { apiV2 } from './v2.ts';
import { apiV3 } from './v3.ts';

/** What a version of the API is to the driver: all that the resources need, and its own operations. */
interface Version<A extends Api> {
  readonly api: BmApi;
  readonly native: TencentBmNative<A>;
}

interface VersionParts extends ClientParts, V2Style {
  readonly clock: Clock;
  readonly random: Random;
}

type Versions = { readonly [A in Api]: (parts: VersionParts) => Version<A> };

export const versions: Versions = {
  v2: (parts) => {
    const client = createClient('v2', protocolV2(parts), parts);
    return {
      api: apiV2(client, parts.region),
      native: nativeDoor('v2', client, parts.clock, parts.random),
    };
  },
  v3: (parts) => {
    const client = createClient('v3', protocolV3(), parts);
    return {
      api: apiV3(client, parts.region),
      native: nativeDoor('v3', client, parts.clock, parts.random),
    };
  },
};
