export { decodeAnswer } from './decode.ts';
export { type Algorithm, hash, hmac, hmacBytes, type Spelling } from './digest.ts';
export { canonicalQuery, percentEncode } from './encode.ts';
export type { Allowance } from './pace.ts';
export {
  type MemoryRateLimiter,
  type MemoryRateLimiterOptions,
  memoryRateLimiter,
  type RateLimiter,
} from './rate-limit.ts';
export type { HttpExchange } from './redact.ts';
export { retryAfterOf } from './retry-after.ts';
export { type Backoff, type RetryPolicy, retryPolicy } from './retry-policy.ts';
export type { NodeAgent, SenderOptions, Timer } from './sender-options.ts';
export { gotSender, leanSender } from './senders.ts';
export type { Trace, TraceCall, TraceEvent } from './trace.ts';
export { createTransport, type TransportOptions } from './transport.ts';
export type {
  Attempt,
  Method,
  Repeat,
  Sender,
  SendOptions,
  Transport,
  WireCall,
  WireRequest,
  WireResponse,
} from './wire.ts';
