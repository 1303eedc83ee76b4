import * as z from 'zod';
import type { Gateway } from '../../../world/tencent-vpc/model.ts';
import type { Call } from '../call.ts';
import { idOf, listOf } from '../fields.ts';
import { gatewayRecord } from '../gateway-records.ts';
import { type Filter, Listing, listFields, tagFilters, valuesOf } from '../listing.ts';
import { operation, type VpcOperation } from '../operation.ts';

const listing = new Listing<Gateway>({
  filters: {
    'nat-gateway-id': ({ id }) => [id],
    'vpc-id': ({ vpc }) => [vpc.id],
    'nat-gateway-name': ({ name }) => [name],
    'tag-key': tagFilters['tag-key'],
    'nat-state': ({ state }) => [state],
  },
  codes: { valuesNotList: 'InvalidParameter.FilterNotDict' },
});

/** As few gateways as hold all that match: those of the ids, of the one VPC, or of the region. */
export function candidates(
  { state, region }: Call,
  filters: readonly Filter[],
  ids = valuesOf(filters, 'nat-gateway-id'),
): readonly Gateway[] {
  if (ids !== undefined) {
    const named = [...new Set(ids)].map((id) => state.gateways.get(id));
    return named.flatMap((gateway) => (gateway?.vpc.region === region ? [gateway] : []));
  }
  const [vpcId, ...others] = valuesOf(filters, 'vpc-id') ?? [];
  if (vpcId === undefined || others.length > 0) return state.gateways.in(region);
  const vpc = state.vpcs.get(vpcId);
  return vpc?.region === region ? [...vpc.gateways] : [];
}

export const describeNatGateways: VpcOperation = operation(
  (scalars) => z.strictObject({ NatGatewayIds: listOf(idOf('nat')).optional(), ...listFields(scalars) }),
  (call, input) => {
    const filters = listing.filters(input.Filters, input.NatGatewayIds);
    const found = listing.page(candidates(call, filters, input.NatGatewayIds), filters, input);
    return {
      NatGatewaySet: found.items.map(gatewayRecord),
      TotalCount: found.total,
      VerboseLevel: 'DETAIL',
    };
  },
);
