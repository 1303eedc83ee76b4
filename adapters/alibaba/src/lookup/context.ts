import type { Clock } from '@polynat/core';
import type { Client } from '../client.ts';
import type { Generation } from '../codec/gateway.ts';
import type { Tables } from './tables.ts';

/** What every facet works with. */
export interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly tables: Tables;
  /** The kind of gateway to create, where the user has chosen one. */
  readonly generation: Generation | undefined;
}
