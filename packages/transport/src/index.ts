export type { RateLimiter } from './rate-limit.ts';
export type { Trace, TraceCall, TraceEvent } from './trace.ts';
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
