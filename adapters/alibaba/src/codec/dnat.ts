import { defined } from '@polynat/adapter-kit';
import type { DnatRule, DnatSpec, Ports, Protocol } from '@polynat/core';
import type { OperationOutput } from '../operations/index.ts';
import { parsePorts } from '../operations/schema.ts';
import { entryState } from './state.ts';

export type ForwardEntry = OperationOutput<'DescribeForwardTableEntries'>['ForwardTableEntries'][number];

const protocols = { tcp: 'TCP', udp: 'UDP', any: 'Any' } as const;

/** The document writes TCP, UDP and Any; today's listings answer in lower case. */
const decodeProtocol = (word = ''): Protocol =>
  word.toLowerCase() === 'tcp' ? 'tcp' : word.toLowerCase() === 'udp' ? 'udp' : 'any';

export function decodeDnat(entry: ForwardEntry): DnatRule {
  return {
    id: entry.ForwardEntryId,
    ...(entry.ForwardEntryName && { name: entry.ForwardEntryName }),
    protocol: decodeProtocol(entry.IpProtocol),
    public: { address: entry.ExternalIp ?? '', ports: decodePorts(entry.ExternalPort) },
    private: { address: entry.InternalIp ?? '', ports: decodePorts(entry.InternalPort) },
    state: entryState(entry.Status),
    providerState: entry.Status ?? '',
    native: entry,
  };
}

export function encodeDnat({ name, protocol, public: outside, private: inside, portBreak }: DnatSpec) {
  return {
    IpProtocol: protocols[protocol],
    ExternalIp: outside.address,
    ExternalPort: encodePorts(outside.ports),
    InternalIp: inside.address,
    InternalPort: encodePorts(inside.ports),
    ...defined({ ForwardEntryName: name, PortBreak: portBreak }),
  };
}

/** `80`, a range as `10/20`, or `Any`. */
function encodePorts(ports: Ports): string {
  if (ports === 'any') return 'Any';
  return ports.from === ports.to ? `${ports.from}` : `${ports.from}/${ports.to}`;
}

/** What cannot be read counts as every port: an unknown form must not look narrower than it is. */
const decodePorts = (ports: string | undefined): Ports => parsePorts(ports ?? '') ?? 'any';
