import type { Availability, Call } from '@polynat/core';
import type { Client } from './client.ts';

/** Gateways that stand in a vSwitch are sold in these zones only. */
export const availabilityOf =
  (client: Client) =>
  async (call: Call): Promise<Availability> => {
    const { Zones } = await client.call('ListEnhancedNatGatewayAvailableZones', {}, call);
    return { zones: Zones.map(({ ZoneId }) => ZoneId) };
  };
