import * as z from 'zod';
import { outboundMbpsSchema } from './gateway.ts';
import { type GatewayOptions, gatewayOptionsSchema } from './gateway-options.ts';
import { type SizeRequest, sizeRequestSchema } from './size.ts';

/** Tags to set, with their values, and tags to remove, by their keys. */
export interface TagChange {
  readonly set?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** How a gateway is to be. What is left out stays as it is. */
export interface GatewayUpdate {
  readonly name?: string;
  /** An empty text clears it, where the cloud can. */
  readonly description?: string;
  readonly outboundMbps?: number;
  readonly options?: GatewayOptions;
  readonly tags?: TagChange;
  readonly protected?: boolean;
  readonly size?: SizeRequest;
}

const tagChangeSchema = z.lazy(() =>
  z
    .strictObject({
      set: z.record(z.string().min(1), z.string()).exactOptional(),
      remove: z.array(z.string().min(1, 'must name a tag')).exactOptional(),
    })
    .refine(({ set = {}, remove = [] }) => !remove.some((key) => Object.hasOwn(set, key)), {
      path: ['remove'],
      message: 'must not name a tag that is set',
    }),
);

export const gatewayUpdateSchema = z.lazy(() =>
  z
    .strictObject({
      name: z.string().exactOptional(),
      description: z.string().exactOptional(),
      outboundMbps: outboundMbpsSchema.exactOptional(),
      options: gatewayOptionsSchema.exactOptional(),
      tags: tagChangeSchema.exactOptional(),
      protected: z.boolean().exactOptional(),
      size: sizeRequestSchema.exactOptional(),
    })
    .refine((update) => Object.keys(update).length > 0, 'must name something to change'),
);
