import type { Client } from './client.ts';

/** What every facet works with. */
export interface Facets {
  readonly client: Client;
  readonly region: string;
}
