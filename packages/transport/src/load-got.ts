import { NatError } from '@polynat/core';
import type { Got } from 'got';

/** Fails in ESM bundles of esbuild, which cannot carry the CommonJS that got depends on (`http2-wrapper`). */
export async function loadGot(): Promise<Got> {
  const { got } = await import('got').catch(cannotLoad);
  const own = got.extend({
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    mutableDefaults: true,
  });
  // Without its own user agent. Unsetting the header for each request would cost more.
  own.defaults.options.headers = {};
  return own;
}

function cannotLoad(thrown: unknown): never {
  throw new NatError('internal', `got cannot be loaded: ${NatError.from(thrown).plain}`, {
    remedy: 'leave got out of the bundle (`external`), or use `leanSender()`',
  });
}
