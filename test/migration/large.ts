import type { Move } from './trial.ts';

const host = (index: number): string => `10.20.${Math.floor(index / 200)}.${(index % 200) + 10}`;

/** A gateway with so many SNAT and DNAT rules, from a cloud that has to be told to allow so many. */
export function manyRules(snat: number, dnat: number): Move {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  return {
    seed: {
      alibaba: {
        account: {
          quotas: { snatEntriesPerTable: Math.max(snat, 40), forwardEntriesPerTable: Math.max(dnat, 100) },
        },
        vpcs: [
          {
            id: 'vpc-shop',
            region: 'cn-qingdao',
            cidr: '10.20.0.0/16',
            vSwitches: [{ id: 'vsw-shop', zone: 'cn-qingdao-a', cidr: '10.20.0.0/20' }],
          },
        ],
        gateways: [
          {
            region: 'cn-qingdao',
            vpc: 'vpc-shop',
            name: 'hundred-rules',
            addresses: 2,
            snat: numbers(snat).map((index) => ({
              name: `out-${index}`,
              addresses: [0],
              cidr: `${host(index)}/32`,
            })),
            forward: numbers(dnat).map((index) => ({
              name: `in-${index}`,
              address: 1,
              externalPort: String(2_000 + index),
              internalIp: host(index),
              internalPort: '443',
            })),
          },
        ],
      },
      baidu: {
        vpcs: [{ name: 'new', cidr: '10.20.0.0/16', subnets: [{ name: 'new-a', cidr: '10.20.0.0/20' }] }],
      },
    },
    from: 'alibaba',
    to: 'baidu',
    decided: { otherAddresses: 'allocate', size: { units: 1 } },
  };
}

/** One with a hundred rules, half of them SNAT and half DNAT. */
export const large: Move = manyRules(50, 50);
