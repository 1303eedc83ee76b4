import { type WorldReader, whole } from './handlers.ts';
import type { Parsed } from './parsed.ts';
import type { Values } from './values.ts';

export interface ShownResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly values: Values;
  readonly sensitive_values?: Values;
}

export interface Shown {
  readonly format_version: string;
  readonly values: { readonly root_module: { readonly resources: readonly ShownResource[] } };
}

/** What `terraform show -json` prints once the imports of a configuration are applied; a test compares the two. */
export function shownAfter({ imports }: Parsed, world: WorldReader): Shown {
  const resources = imports.map(({ to, id }) => {
    const address = to.slice(2, -1);
    const [type = ''] = address.split('.');
    return { address, mode: 'managed', type, values: whole(type, { id, ...world(type, id) }) };
  });
  const sorted = resources.sort((left, right) => (left.address < right.address ? -1 : 1));
  return { format_version: '1.0', values: { root_module: { resources: sorted } } };
}
