import type { WireForm } from '@polynat/testkit';
import type { Scene, Wire } from './clouds.ts';

export type { Scene };

/** One thing an application does, and every request it makes of each cloud for it, in order. */
export interface Row {
  readonly run: (scene: Scene, wire: Wire) => PromiseLike<unknown>;
  readonly sent: { readonly [W in Wire]: readonly WireForm[] };
}

export type Rows = Readonly<Record<string, Row>>;

/** What a cloud cannot do is refused before anything is sent. */
export const nothing: readonly WireForm[] = [];
