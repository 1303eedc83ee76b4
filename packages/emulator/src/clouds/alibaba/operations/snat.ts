import { pageOf } from '../../../world/alibaba/listing.ts';
import type { Gateway, SnatEntry } from '../../../world/alibaba/model.ts';
import {
  createSnatEntry,
  deleteSnatEntry,
  findSnatTable,
  modifySnatEntry,
} from '../../../world/alibaba/snat.ts';
import { parsePool } from '../../../world/alibaba/snat-pool.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { malformed, missing } from '../parameters.ts';
import type { Fields } from '../wire.ts';
import { allOf, equal } from './filters.ts';
import { pageFields, pageRequest } from './pages.ts';
import { tableGateway } from './table-gateway.ts';

const table = { ...rules.region, SnatTableId: rules.required(rules.text()) };
const affinity = { EipAffinity: rules.oneOf('0', '1') };
const naming = { SnatEntryName: rules.matching(rules.entryName) };

const createSnat = operation({
  name: 'CreateSnatEntry',
  parameters: {
    ...table,
    SnatIp: rules.required(rules.text()),
    SourceVSwitchId: rules.text(),
    SourceCIDR: rules.text(),
    ...naming,
    ...affinity,
    ...rules.dryRun,
    ...rules.token,
  },
  run({ world, call }, given) {
    const addresses = parsePool(given.SnatIp) ?? malformed('SnatIp');
    const gateway = findSnatTable(world, given.RegionId, given.SnatTableId);
    const entry = createSnatEntry(world, call, gateway, {
      addresses,
      sourceVSwitchId: given.SourceVSwitchId,
      sourceCidr: given.SourceCIDR,
      name: given.SnatEntryName ?? '',
      affinity: given.EipAffinity ?? '0',
    });
    return { SnatEntryId: entry.id };
  },
});

const modifySnat = operation({
  name: 'ModifySnatEntry',
  parameters: {
    ...table,
    SnatEntryId: rules.required(rules.text()),
    SnatIp: rules.text(),
    ...naming,
    ...affinity,
    ...rules.dryRun,
    ...rules.token,
  },
  run({ world, call }, given) {
    const addresses =
      given.SnatIp === undefined ? undefined : (parsePool(given.SnatIp) ?? malformed('SnatIp'));
    const gateway = findSnatTable(world, given.RegionId, given.SnatTableId);
    const change = { addresses, name: given.SnatEntryName, affinity: given.EipAffinity };
    modifySnatEntry(world, call, gateway, given.SnatEntryId, change);
    return {};
  },
});

const deleteSnat = operation({
  name: 'DeleteSnatEntry',
  parameters: { ...table, SnatEntryId: rules.required(rules.text()), ...rules.token },
  run({ world, call }, given) {
    const gateway = findSnatTable(world, given.RegionId, given.SnatTableId);
    deleteSnatEntry(world, call, gateway, given.SnatEntryId);
    return {};
  },
});

const describeSnat = operation({
  name: 'DescribeSnatTableEntries',
  parameters: {
    ...rules.region,
    SnatTableId: rules.text(),
    NatGatewayId: rules.text(),
    SnatEntryId: rules.text(),
    SourceVSwitchId: rules.text(),
    SourceCIDR: rules.text(),
    SnatIp: rules.text(),
    ...naming,
    ...rules.paging,
  },
  run({ world }, given) {
    if (given.SnatTableId === undefined && given.NatGatewayId === undefined) missing('SnatTableId');
    const gateway = gatewayOf(world, given);
    const keep = allOf<SnatEntry>(
      equal(given.SnatEntryId, ({ id }) => id),
      equal(given.SourceVSwitchId, ({ sourceVSwitchId }) => sourceVSwitchId),
      equal(given.SourceCIDR, ({ sourceCidr }) => sourceCidr),
      equal(given.SnatIp, printPool),
      equal(given.SnatEntryName, ({ name }) => name),
    );
    const page = pageOf([...gateway.snat.entries.values()], pageRequest(given), keep);
    const records = page.items.map((entry) => describeEntry(gateway, entry));
    return { ...pageFields(page), SnatTableEntries: { SnatTableEntry: records } };
  },
});

interface TableReference {
  readonly RegionId: string;
  readonly SnatTableId: string | undefined;
  readonly NatGatewayId: string | undefined;
}

function gatewayOf(world: World, { RegionId, SnatTableId, NatGatewayId }: TableReference): Gateway {
  if (SnatTableId === undefined) return tableGateway(world, RegionId, NatGatewayId);
  return findSnatTable(world, RegionId, SnatTableId);
}

function printPool({ addresses }: SnatEntry): string {
  return addresses.join(',');
}

function describeEntry(gateway: Gateway, entry: SnatEntry): Fields {
  return {
    SnatEntryId: entry.id,
    SnatEntryName: entry.name,
    SnatIp: printPool(entry),
    SnatTableId: gateway.snat.id,
    NatGatewayId: gateway.id,
    SourceCIDR: entry.sourceCidr,
    SourceVSwitchId: entry.sourceVSwitchId,
    EipAffinity: entry.affinity,
    Status: entry.status,
  };
}

export const snatOperations: readonly Operation[] = [createSnat, modifySnat, deleteSnat, describeSnat];
