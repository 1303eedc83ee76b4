import type { Clock, CredentialSource, Random } from '@polynat/core';
import type { RateLimiter, Sender, Trace } from '@polynat/transport';
import * as z from 'zod';
import { identifier } from './operations/schema.ts';
import type { BaiduCredentials } from './signer.ts';

export interface BaiduOptions {
  /** As Baidu names it: `bj`, `gz`, `su`, `hkg`, `fwh`, `bd`, `sin`, `fsh`, … */
  readonly region: string;
  readonly credentials: CredentialSource<BaiduCredentials>;
  /** Where everything goes, in place of the hosts of the region; an emulator, for one. */
  readonly endpoint?: string;
  /** Lists gateways of these VPCs only. Left out, all VPCs are asked one by one: the API cannot list across them. */
  readonly vpcs?: readonly string[];
  readonly sender?: Sender;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly rateLimiter?: RateLimiter;
  readonly trace?: Trace;
}

const key = z.string().regex(/^[\x21-\x7e]+$/, 'must be given, without spaces');

const credentials = z.union(
  [
    z.strictObject({
      accessKeyId: key.regex(/^[^/]+$/, 'must not contain a slash'),
      secretAccessKey: key,
      sessionToken: key.exactOptional(),
    }),
    z.strictObject({ from: z.literal('environment') }),
    z.strictObject({ from: z.literal('profile'), name: z.string().min(1).exactOptional() }),
    z.custom<() => Promise<BaiduCredentials>>((value) => typeof value === 'function'),
  ],
  'must be { accessKeyId, secretAccessKey, sessionToken? }, fromEnvironment(), fromProfile() or an async function',
);

/** What a configuration can say. */
export const settingsSchema = z.strictObject({
  region: z.string().regex(/^[a-z]{2,8}$/, 'must be a region of Baidu AI Cloud such as bj, gz or su'),
  credentials,
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:8080' })
    .transform((url) => new URL(url).origin)
    .exactOptional(),
  vpcs: z.array(identifier).min(1, 'must name at least one VPC').exactOptional(),
  rateLimiter: z.custom<RateLimiter>().exactOptional(),
});

export const optionsSchema = settingsSchema.extend({
  sender: z.custom<Sender>().exactOptional(),
  clock: z.custom<Clock>().exactOptional(),
  random: z.custom<Random>().exactOptional(),
  trace: z.custom<Trace>().exactOptional(),
});
