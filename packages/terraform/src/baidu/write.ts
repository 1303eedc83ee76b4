import { describeSource, type SnatRule } from '@polynat/core';
import type { GatewaySnapshots } from '@polynat/migrate';
import * as z from 'zod';
import { nativeText } from '../native.ts';
import { reference } from '../syntax/expression.ts';
import type { Entry, Unsaid, Written } from '../write/entry.ts';
import { Scope } from '../write/scope.ts';
import { addressEntries } from './write-addresses.ts';
import { gatewayEntry, gatewayType } from './write-gateway.ts';

export const snatType = 'baiducloud_nat_snat_rule';

export function writeBaidu(snapshots: GatewaySnapshots): Written {
  const scope = new Scope(snapshots);
  const { gateway, addresses, snat, dnat } = snapshots;
  const own = { id: gateway.ref.id, label: scope.name };
  const written = addresses.flatMap((address) => addressEntries(address, own, scope));
  return {
    gateway: [gatewayEntry(gateway, own.label, scope)],
    addresses: written,
    rules: [
      ...snat.map((rule) => snatEntry(rule, own, scope)),
      ...dnat.map((rule) => ({
        what: scope.saysDnat(rule),
        why: 'the provider has no resource for DNAT rules',
      })),
    ],
  };
}

const nativeSchema = z.object({ sourceCIDR: nativeText });

/** `nat_id` is required, but an import does not read it, and no change of it is ever sent: a difference in it means nothing. */
function snatEntry(
  rule: SnatRule,
  gateway: { readonly id: string; readonly label: string },
  scope: Scope,
): Entry | Unsaid {
  const { sourceCIDR = describeSource(rule.source) } = nativeSchema.parse(rule.native ?? {});
  return {
    type: snatType,
    label: scope.label(snatType, ...(rule.name ? [rule.name] : []), sourceCIDR),
    says: scope.saysSnat(rule),
    arguments: {
      nat_id: reference(gatewayType, gateway.label, 'id'),
      rule_name: rule.name ?? '',
      source_cidr: sourceCIDR,
      public_ips_address: rule.through.map((ip) => scope.address(ip)),
    },
    importId: `${gateway.id}:${rule.id}`,
    ignoreChanges: ['nat_id'],
    dependsOn: scope.attached(rule.through),
  };
}
