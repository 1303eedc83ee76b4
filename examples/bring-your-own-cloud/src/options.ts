import type { Clock, CredentialSource, Random } from '@polynat/core';
import type { RateLimiter, Sender, Trace } from '@polynat/transport';
import * as z from 'zod';
import type { VolcanoCredentials } from './signer.ts';

export interface VolcanoOptions {
  readonly region: string;
  readonly credentials: CredentialSource<VolcanoCredentials>;
  readonly endpoint?: string;
  readonly sender?: Sender;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly rateLimiter?: RateLimiter;
  readonly trace?: Trace;
}

const credentials = z.union([
  z.strictObject({ keyId: z.string().min(1), secret: z.string().min(1) }),
  z.strictObject({ from: z.literal('environment') }),
  z.strictObject({ from: z.literal('profile'), name: z.string().min(1).exactOptional() }),
  z.custom<() => Promise<VolcanoCredentials>>((value) => typeof value === 'function'),
]);

export const optionsSchema = z.strictObject({
  region: z.string().min(1, 'must name a region'),
  credentials,
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:8080' })
    .exactOptional(),
  sender: z.custom<Sender>().exactOptional(),
  clock: z.custom<Clock>().exactOptional(),
  random: z.custom<Random>().exactOptional(),
  rateLimiter: z.custom<RateLimiter>().exactOptional(),
  trace: z.custom<Trace>().exactOptional(),
});
