import { type DnatRule, describePorts, type SnatRule } from '@polynat/core';
import * as z from 'zod';
import { nativeNumber, nativeText, nativeWord } from '../native.ts';
import { type Expression, reference } from '../syntax/expression.ts';
import type { Entry, Unsaid } from '../write/entry.ts';
import type { Scope } from '../write/scope.ts';
import { gatewayType, type NativeGateway } from './write-gateway.ts';

export const snatType = 'alicloud_snat_entry';
export const dnatType = 'alicloud_forward_entry';

interface Tables extends Pick<NativeGateway, 'SnatTableIds' | 'ForwardTableIds'> {
  /** The name of the gateway's resource. */
  readonly label: string;
}

const nativeSnat = z.object({
  SnatTableId: nativeText,
  SourceVSwitchId: nativeText,
  SourceCIDR: nativeText,
  SnatIp: nativeText,
  EipAffinity: nativeNumber,
});

/** A rule of a vSwitch shows the block of the vSwitch too, and a configuration may name only one of the two. */
export function snatEntry(rule: SnatRule, tables: Tables, scope: Scope): Entry | Unsaid {
  const native = nativeSnat.parse(rule.native ?? {});
  const [first] = tables.SnatTableIds;
  const table = native.SnatTableId ?? first;
  const says = scope.saysSnat(rule);
  if (native.SnatIp === undefined || table === undefined)
    return { what: says, why: 'the provider has only rules with a public IP' };
  const addresses = native.SnatIp.split(',');
  return {
    type: snatType,
    label: scope.label(snatType, ...(rule.name ? [rule.name] : []), sourceOf(native)),
    says,
    arguments: {
      snat_table_id: tableOf('snat_table_ids', table, tables.SnatTableIds, tables.label),
      snat_entry_name: rule.name || undefined,
      source_vswitch_id: native.SourceVSwitchId,
      source_cidr: native.SourceVSwitchId === undefined ? native.SourceCIDR : undefined,
      snat_ip: poolOf(addresses.map((ip) => scope.address(ip))),
      eip_affinity: native.EipAffinity || undefined,
    },
    importId: `${table}:${rule.id}`,
    dependsOn: scope.attached(addresses),
  };
}

const sourceOf = ({ SourceVSwitchId, SourceCIDR }: z.output<typeof nativeSnat>): string =>
  SourceVSwitchId ?? SourceCIDR ?? 'snat';

/** The order is that of the API: the provider compares the text. */
function poolOf(addresses: readonly Expression[]): Expression {
  const [first, ...others] = addresses;
  return others.length === 0 && first !== undefined ? first : { join: addresses };
}

const nativeDnat = z.object({
  ForwardTableId: nativeText,
  ExternalIp: nativeText,
  ExternalPort: nativeText,
  InternalIp: nativeText,
  InternalPort: nativeText,
  IpProtocol: z.preprocess(
    (word) => (typeof word === 'string' ? word.toLowerCase() : word),
    nativeWord('any', 'tcp', 'udp'),
  ),
});

export function dnatEntry(rule: DnatRule, tables: Tables, scope: Scope): Entry | Unsaid {
  const native = nativeDnat.parse(rule.native ?? {});
  const [first] = tables.ForwardTableIds;
  const table = native.ForwardTableId ?? first;
  const says = scope.saysDnat(rule);
  if (table === undefined) return { what: says, why: 'its forward table is unknown' };
  const { address } = rule.public;
  const content = [native.IpProtocol ?? rule.protocol, address, describePorts(rule.public.ports)].join('_');
  return {
    type: dnatType,
    label: scope.label(dnatType, ...(rule.name ? [rule.name] : []), content),
    says,
    arguments: {
      forward_table_id: tableOf('forward_table_ids', table, tables.ForwardTableIds, tables.label),
      forward_entry_name: rule.name || undefined,
      ip_protocol: native.IpProtocol ?? rule.protocol,
      external_ip: scope.address(address),
      external_port: native.ExternalPort ?? 'any',
      internal_ip: rule.private.address,
      internal_port: native.InternalPort ?? 'any',
    },
    importId: `${table}:${rule.id}`,
    dependsOn: scope.attached([address]),
  };
}

/** The gateway tells the ids of its tables as one text, which is an id as long as there is one table. */
const tableOf = (attribute: string, table: string, tables: readonly string[], gateway: string): Expression =>
  tables.length === 1 && tables[0] === table ? reference(gatewayType, gateway, attribute) : table;
