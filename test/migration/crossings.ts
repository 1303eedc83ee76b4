import type { Crossing } from './mishap.ts';

const onDemand = { mode: 'on-demand' } as const;

/** A move over each ordered pair of clouds, with everything decided. */
export const crossings: readonly Crossing[] = [
  { from: 'alibaba', to: 'baidu', decided: { otherAddresses: 'allocate', size: { units: 1 } } },
  {
    from: 'alibaba',
    to: 'tencent-bm',
    decided: { otherAddresses: 'allocate', accept: ['dnat', 'snat-through'] },
  },
  {
    from: 'baidu',
    to: 'alibaba',
    decided: { otherAddresses: 'allocate', size: { metered: true }, billing: onDemand },
  },
  {
    from: 'baidu',
    to: 'tencent-bm',
    decided: {
      otherAddresses: 'allocate',
      size: { tier: 'small' },
      billing: onDemand,
      accept: ['dnat', 'snat-through'],
    },
  },
  {
    from: 'tencent-bm',
    to: 'alibaba',
    decided: { otherAddresses: 'allocate', accept: ['snat-through'], name: 'legacy' },
  },
  { from: 'tencent-bm', to: 'baidu', decided: { otherAddresses: 'allocate', size: { units: 2 } } },
  { from: 'tencent-bm', to: 'tencent-vpc', decided: { otherAddresses: 'allocate' } },
  {
    from: 'alibaba',
    to: 'tencent-vpc',
    decided: { otherAddresses: 'allocate', accept: ['dnat-protocol'] },
  },
  {
    from: 'baidu',
    to: 'tencent-vpc',
    decided: { otherAddresses: 'allocate', size: { metered: true }, billing: onDemand },
  },
  {
    from: 'tencent-vpc',
    to: 'tencent-bm',
    decided: { otherAddresses: 'allocate', accept: ['dnat', 'snat-source', 'snat-through'] },
  },
  {
    from: 'tencent-vpc',
    to: 'alibaba',
    decided: { otherAddresses: 'allocate', accept: ['snat-source', 'snat-through'] },
  },
  {
    from: 'tencent-vpc',
    to: 'baidu',
    decided: { otherAddresses: 'allocate', size: { units: 2 }, accept: ['snat-source'] },
  },
];
