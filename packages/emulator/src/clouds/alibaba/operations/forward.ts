import { parseAddress } from '../../../common/ipv4.ts';
import {
  createForwardEntry,
  deleteForwardEntry,
  findForwardTable,
  modifyForwardEntry,
} from '../../../world/alibaba/forward.ts';
import { parsePorts, parseProtocol, printPorts } from '../../../world/alibaba/forward-mapping.ts';
import { pageOf } from '../../../world/alibaba/listing.ts';
import type { ForwardEntry, ForwardMapping, Gateway } from '../../../world/alibaba/model.ts';
import type { World } from '../../../world/alibaba/world.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { malformed, missing } from '../parameters.ts';
import type { Fields } from '../wire.ts';
import { allOf, equal } from './filters.ts';
import { pageFields, pageRequest } from './pages.ts';
import { tableGateway } from './table-gateway.ts';

const table = { ...rules.region, ForwardTableId: rules.required(rules.text()) };
const entryId = { ForwardEntryId: rules.required(rules.text()) };
const optional = {
  ForwardEntryName: rules.matching(rules.entryName),
  PortBreak: rules.boolean(),
  ...rules.dryRun,
  ...rules.token,
};

const createForward = operation({
  name: 'CreateForwardEntry',
  parameters: {
    ...table,
    ExternalIp: rules.required(rules.text()),
    ExternalPort: rules.required(rules.text()),
    InternalIp: rules.required(rules.text()),
    InternalPort: rules.required(rules.text()),
    IpProtocol: rules.required(rules.text()),
    ...optional,
  },
  run({ world, call }, given) {
    const mapping: ForwardMapping = {
      externalIp: address('ExternalIp', given.ExternalIp),
      externalPort: ports('ExternalPort', given.ExternalPort),
      internalIp: address('InternalIp', given.InternalIp),
      internalPort: ports('InternalPort', given.InternalPort),
      protocol: parseProtocol(given.IpProtocol) ?? malformed('IpProtocol'),
      name: given.ForwardEntryName ?? '',
      portBreak: given.PortBreak ?? false,
    };
    const gateway = findForwardTable(world, given.RegionId, given.ForwardTableId);
    return { ForwardEntryId: createForwardEntry(world, call, gateway, mapping).id };
  },
});

function address(name: string, text: string): string {
  return parseAddress(text) === undefined ? malformed(name) : text;
}

function ports(name: string, text: string): string {
  return parsePorts(text) === undefined ? malformed(name) : printPorts(text);
}

const modifyForward = operation({
  name: 'ModifyForwardEntry',
  parameters: {
    ...table,
    ...entryId,
    ExternalIp: rules.text(),
    ExternalPort: rules.text(),
    InternalIp: rules.text(),
    InternalPort: rules.text(),
    IpProtocol: rules.text(),
    ...optional,
  },
  run({ world, call }, given) {
    const { ExternalIp, ExternalPort, InternalIp, InternalPort, IpProtocol } = given;
    const change: Partial<ForwardMapping> = {
      ...(ExternalIp !== undefined && { externalIp: address('ExternalIp', ExternalIp) }),
      ...(ExternalPort !== undefined && { externalPort: ports('ExternalPort', ExternalPort) }),
      ...(InternalIp !== undefined && { internalIp: address('InternalIp', InternalIp) }),
      ...(InternalPort !== undefined && { internalPort: ports('InternalPort', InternalPort) }),
      ...(IpProtocol !== undefined && { protocol: parseProtocol(IpProtocol) ?? malformed('IpProtocol') }),
      ...(given.ForwardEntryName !== undefined && { name: given.ForwardEntryName }),
      ...(given.PortBreak !== undefined && { portBreak: given.PortBreak }),
    };
    const gateway = findForwardTable(world, given.RegionId, given.ForwardTableId);
    modifyForwardEntry(world, call, gateway, given.ForwardEntryId, change);
    return {};
  },
});

const deleteForward = operation({
  name: 'DeleteForwardEntry',
  parameters: { ...table, ...entryId, ...rules.token },
  run({ world, call }, given) {
    const gateway = findForwardTable(world, given.RegionId, given.ForwardTableId);
    deleteForwardEntry(world, call, gateway, given.ForwardEntryId);
    return {};
  },
});

const describeForward = operation({
  name: 'DescribeForwardTableEntries',
  parameters: {
    ...rules.region,
    ForwardTableId: rules.text(),
    NatGatewayId: rules.text(),
    ForwardEntryId: rules.text(),
    ExternalIp: rules.text(),
    ExternalPort: rules.text(),
    InternalIp: rules.text(),
    InternalPort: rules.text(),
    IpProtocol: rules.text(),
    ForwardEntryName: rules.matching(rules.entryName),
    ...rules.paging,
  },
  run({ world }, given) {
    if (given.ForwardTableId === undefined && given.NatGatewayId === undefined) missing('ForwardTableId');
    const gateway = gatewayOf(world, given);
    const keep = allOf<ForwardEntry>(
      equal(given.ForwardEntryId, ({ id }) => id),
      equal(given.ExternalIp, ({ mapping }) => mapping.externalIp),
      equal(given.ExternalPort, ({ mapping }) => mapping.externalPort),
      equal(given.InternalIp, ({ mapping }) => mapping.internalIp),
      equal(given.InternalPort, ({ mapping }) => mapping.internalPort),
      equal(given.IpProtocol?.toLowerCase(), ({ mapping }) => mapping.protocol.toLowerCase()),
      equal(given.ForwardEntryName, ({ mapping }) => mapping.name),
    );
    const page = pageOf([...gateway.forward.entries.values()], pageRequest(given), keep);
    const records = page.items.map((entry) => describeEntry(gateway, entry));
    return { ...pageFields(page), ForwardTableEntries: { ForwardTableEntry: records } };
  },
});

interface TableReference {
  readonly RegionId: string;
  readonly ForwardTableId: string | undefined;
  readonly NatGatewayId: string | undefined;
}

function gatewayOf(world: World, { RegionId, ForwardTableId, NatGatewayId }: TableReference): Gateway {
  if (ForwardTableId === undefined) return tableGateway(world, RegionId, NatGatewayId);
  return findForwardTable(world, RegionId, ForwardTableId);
}

function describeEntry(gateway: Gateway, { id, mapping, status }: ForwardEntry): Fields {
  return {
    ForwardEntryId: id,
    ForwardEntryName: mapping.name,
    ForwardTableId: gateway.forward.id,
    NatGatewayId: gateway.id,
    IpProtocol: mapping.protocol,
    ExternalIp: mapping.externalIp,
    ExternalPort: mapping.externalPort,
    InternalIp: mapping.internalIp,
    InternalPort: mapping.internalPort,
    Status: status,
  };
}

export const forwardOperations: readonly Operation[] = [
  createForward,
  modifyForward,
  deleteForward,
  describeForward,
];
