import type { GatewaySnapshots } from '@polynat/migrate';
import type { Written } from '../write/entry.ts';
import { Scope } from '../write/scope.ts';
import { addressEntry } from './write-addresses.ts';
import { gatewayEntry } from './write-gateway.ts';
import { dnatEntries, snatEntries } from './write-rules.ts';

export function writeTencentVpc(snapshots: GatewaySnapshots): Written {
  const scope = new Scope(snapshots);
  const { gateway, addresses, snat, dnat } = snapshots;
  const owner = { id: gateway.ref.id, vpc: gateway.placement.vpc, label: scope.name };
  const written = addresses.map((address) => addressEntry(address, scope));
  return {
    gateway: [gatewayEntry(gateway, addresses, owner.label, scope)],
    addresses: written,
    rules: [...snatEntries(snat, owner, scope), ...dnatEntries(dnat, owner, scope)],
  };
}
