import type { Json } from './model/json.ts';

declare const settles: unique symbol;

/**
 * What a cloud said when it accepted a mutation, and all that is needed to poll it, even from another process: plain JSON, no
 * secrets. `T` is the value it completes with.
 *
 * @example { kind: 'snat.added', requestId: '7F3C…', subject: { table: 'stb-1', entry: 'snat-9' } }
 */
export interface Receipt<T = unknown> {
  /** Which work of the driver it belongs to. Spelled alike on all clouds. */
  readonly kind: string;
  readonly requestId?: string;
  /** The cloud's own task id, where it gives one. */
  readonly task?: string;
  readonly subject: Json;
  readonly [settles]?: T;
}
