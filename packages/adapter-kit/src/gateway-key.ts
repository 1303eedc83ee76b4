import type { GatewayKey } from '@polynat/core';
import * as z from 'zod';

/** A gateway in the subject of a receipt. */
export const keySchema = z.object({
  region: z.string(),
  network: z.string().exactOptional(),
  id: z.string(),
});

/** Only what names the gateway: a `GatewayRef` carries more, and prints as text. */
export const plainKey = ({ region, network, id }: GatewayKey) => ({
  region,
  ...(network !== undefined && { network }),
  id,
});
