import { type Clock, type CredentialSource, check, type Random } from '@polynat/core';
import type { RateLimiter, Sender, Trace } from '@polynat/transport';
import * as z from 'zod';
import type { Generation } from './codec/gateway.ts';
import { endpointOf } from './operations/endpoint.ts';
import type { AlibabaCredentials } from './signer.ts';

export interface AlibabaOptions {
  /** Such as `cn-hangzhou`. */
  readonly region: string;
  /** Keys, a function that gets them, `fromEnvironment()` or `fromProfile()`. */
  readonly credentials: CredentialSource<AlibabaCredentials>;
  /** Scheme, host and port of another service than the region's own: a private endpoint, a proxy, an emulator. */
  readonly endpoint?: string;
  /**
   * The kind of gateway to create. Left out, a size by tier makes a Normal gateway and everything else an Enhanced one paid by
   * usage, the only kind sold since 2021.
   */
  readonly generation?: Generation;
  /** Names the account in the rate limiter's keys, for processes that use several accounts. */
  readonly account?: string;
  readonly sender?: Sender;
  readonly rateLimiter?: RateLimiter;
  readonly trace?: Trace;
  readonly clock?: Clock;
  readonly random?: Random;
}

const bare =
  'must be a scheme and a host, with a port if need be, such as https://vpc.cn-hangzhou.aliyuncs.com';

const settings = {
  region: z
    .string('must name a region, such as cn-hangzhou')
    .regex(/^[a-z0-9-]+$/, 'must name a region, such as cn-hangzhou'),
  endpoint: z
    .string(bare)
    .regex(/^https?:\/\/[^/?#@\s]+\/?$/, bare)
    .exactOptional(),
  generation: z.enum(['normal', 'enhanced'], 'must be normal or enhanced').exactOptional(),
  account: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, ".", "_" or "-"')
    .exactOptional(),
};

/** What stands in a configuration file: everything that is data. */
export const settingsSchema = z.strictObject({
  ...settings,
  credentials: z.union([
    z.strictObject({ from: z.literal('environment') }),
    z.strictObject({ from: z.literal('profile'), name: z.string().min(1).exactOptional() }),
    z.strictObject({
      accessKeyId: z.string().min(1),
      accessKeySecret: z.string().min(1),
      securityToken: z.string().min(1).exactOptional(),
    }),
  ]),
});

const optionsSchema = z.object(settings).partial({ endpoint: true, generation: true, account: true });

/** Checks what is data and fills in what follows from it; the rest are functions and objects the compiler has checked. */
export function readOptions(options: AlibabaOptions) {
  const { region, endpoint, generation, account } = check(optionsSchema, options, 'alibaba options');
  return {
    region,
    endpoint: endpoint?.replace(/\/$/, '') ?? endpointOf(region),
    generation,
    account: account ?? 'default',
  };
}
