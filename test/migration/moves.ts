import { seed } from './seed.ts';
import type { Move } from './trial.ts';

/** A small gateway to each cloud, with everything decided. */
export const moves = {
  baidu: {
    seed,
    from: 'alibaba',
    to: 'baidu',
    decided: { otherAddresses: 'allocate', size: { units: 1 } },
  },
  alibaba: {
    seed,
    from: 'baidu',
    to: 'alibaba',
    decided: { otherAddresses: 'allocate', size: { metered: true }, billing: { mode: 'on-demand' } },
  },
  'tencent-bm': {
    seed,
    from: 'alibaba',
    to: 'tencent-bm',
    decided: { otherAddresses: 'allocate', accept: ['dnat', 'snat-through'] },
  },
  'tencent-vpc': {
    seed,
    from: 'tencent-bm',
    to: 'tencent-vpc',
    decided: { otherAddresses: 'allocate' },
  },
} as const satisfies Readonly<Record<string, Move>>;
