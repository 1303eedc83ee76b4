import type { Availability, Call } from '@polynat/core';
import type { Client } from './client.ts';

/** Under which names the cloud tells its limits, https://cloud.tencent.com/document/api/215/42942 */
const limits = {
  'vpc-max-nat-gateways': 'gatewaysPerNetwork',
  'nat-gateway-max-eips': 'addressesPerGateway',
  'nat-gateway-max-dnapts': 'dnatPerGateway',
} as const satisfies Readonly<Record<string, keyof Availability>>;

/** How many EIPs there may be, and how many may be ordered in a day, https://cloud.tencent.com/document/api/215/16701 */
const addressQuotas: readonly string[] = ['TOTAL_EIP_QUOTA', 'DAILY_EIP_APPLY'];

export const availabilityOf =
  (client: Client) =>
  async (call: Call): Promise<Availability> => {
    const [ofAddresses, ofNetworks] = await Promise.all([
      client.call('DescribeAddressQuota', {}, call),
      client.call('DescribeVpcLimits', { LimitTypes: Object.keys(limits) }, call),
    ]);
    const left = ofAddresses.QuotaSet.flatMap(({ QuotaId, QuotaCurrent, QuotaLimit }) =>
      addressQuotas.includes(QuotaId) && QuotaLimit !== undefined && QuotaCurrent !== undefined
        ? [Math.max(QuotaLimit - QuotaCurrent, 0)]
        : [],
    );
    const told = new Map(ofNetworks.VpcLimitSet.map(({ LimitType, LimitValue }) => [LimitType, LimitValue]));
    const known = Object.entries(limits).flatMap(([type, name]) => {
      const value = told.get(type);
      return value === undefined ? [] : [[name, value] as const];
    });
    return { ...Object.fromEntries(known), ...(left.length > 0 && { addresses: Math.min(...left) }) };
  };
