/** How many calls may leave, per key. Several workers that share an account put a shared store behind this port. */
export interface RateLimiter {
  /** Resolves when a call under this key may leave; callers leave in the order they asked. */
  acquire(key: string, signal?: AbortSignal): Promise<void>;
  /** Tells that the cloud refused for load: every caller of the key slows down. `retryAfter` in milliseconds. */
  throttled(key: string, retryAfter?: number): void;
}
