import type { Clock, CredentialSource, Random } from '@polynat/core';
import type { RateLimiter, Sender, Trace } from '@polynat/transport';
import * as z from 'zod';
import type { Api } from './operations/operation.ts';
import { identifier } from './operations/schema.ts';
import type { SignatureMethod, TencentBmCredentials } from './signer.ts';

export interface TencentBmOptions<A extends Api = Api> {
  /** `ap-guangzhou`, `ap-beijing`, `ap-shanghai` or `ap-chongqing`; `gz`, `bj`, `sh` and `cq` are understood. */
  readonly region: string;
  readonly credentials: CredentialSource<TencentBmCredentials>;
  /**
   * The generation of the API: `v2` (bmvpc.api.qcloud.com), which can do more, or `v3` (bmvpc.tencentcloudapi.com, 2018-06-25).
   * `v2` when left out.
   */
  readonly api?: A;
  /** How requests of `v2` travel: in the query or in a form. POST when left out, which keeps them out of logs of addresses. */
  readonly method?: 'GET' | 'POST';
  /** How requests of `v2` are signed. HmacSHA1 when left out: the only one the pages of bare metal describe. */
  readonly signatureMethod?: SignatureMethod;
  /** Where everything goes, in place of the hosts of the services; an emulator, for one. */
  readonly endpoint?: string;
  /** The VPC of new public addresses whose order names none. Left out, the only VPC of the region is taken. */
  readonly vpc?: string;
  readonly sender?: Sender;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly rateLimiter?: RateLimiter;
  readonly trace?: Trace;
}

/** Short names of the older pages, https://cloud.tencent.com/document/api/386/9354 */
const regions: Readonly<Record<string, string>> = {
  gz: 'ap-guangzhou',
  bj: 'ap-beijing',
  sh: 'ap-shanghai',
  cq: 'ap-chongqing',
};

const key = z.string().regex(/^[\x21-\x7e]+$/, 'must be given, without spaces');

const credentials = z.union(
  [
    z.strictObject({
      secretId: key.regex(/^[^/]+$/, 'must not contain a slash'),
      secretKey: key,
      token: key.exactOptional(),
    }),
    z.strictObject({ from: z.literal('environment') }),
    z.strictObject({ from: z.literal('profile'), name: z.string().min(1).exactOptional() }),
    z.custom<() => Promise<TencentBmCredentials>>((value) => typeof value === 'function'),
  ],
  'must be { secretId, secretKey, token? }, fromEnvironment(), fromProfile() or an async function',
);

/** What a configuration can say. */
export const settingsSchema = z.strictObject({
  region: z
    .string()
    .transform((name) => regions[name] ?? name)
    .pipe(z.string().regex(/^[a-z]{2}(?:-[a-z0-9]+)+$/, 'must be a region such as ap-guangzhou')),
  credentials,
  api: z.enum(['v2', 'v3'], 'must be v2 or v3').exactOptional(),
  method: z.enum(['GET', 'POST'], 'must be GET or POST').exactOptional(),
  signatureMethod: z.enum(['HmacSHA1', 'HmacSHA256'], 'must be HmacSHA1 or HmacSHA256').exactOptional(),
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:8080' })
    .transform((url) => new URL(url).origin)
    .exactOptional(),
  vpc: identifier.exactOptional(),
  rateLimiter: z.custom<RateLimiter>().exactOptional(),
});

export const optionsSchema = settingsSchema.extend({
  sender: z.custom<Sender>().exactOptional(),
  clock: z.custom<Clock>().exactOptional(),
  random: z.custom<Random>().exactOptional(),
  trace: z.custom<Trace>().exactOptional(),
});
