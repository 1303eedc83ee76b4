import { setMaxListeners } from 'node:events';

/**
 * Calls back once when the signal fires, unless the function it returned is called before. One signal may stop hundreds of calls;
 * Node would take their listeners for a leak and warn.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  setMaxListeners(Number.POSITIVE_INFINITY, signal);
  signal.addEventListener('abort', callback, { once: true });
  return () => signal.removeEventListener('abort', callback);
}
