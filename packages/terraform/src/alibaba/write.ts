import type { GatewaySnapshots } from '@polynat/migrate';
import type { Written } from '../write/entry.ts';
import { Scope } from '../write/scope.ts';
import { addressEntries } from './write-addresses.ts';
import { gatewayEntry, gatewayType, readNativeGateway } from './write-gateway.ts';
import { dnatEntry, snatEntry } from './write-rules.ts';

export function writeAlibaba(snapshots: GatewaySnapshots): Written {
  const scope = new Scope(snapshots);
  const { gateway, addresses, snat, dnat, bandwidth } = snapshots;
  const own = { id: gateway.ref.id, label: scope.name, type: gatewayType };
  const tables = { ...readNativeGateway(gateway), label: own.label };
  const written = addresses.flatMap((address) => addressEntries(address, own, scope));
  return {
    gateway: [gatewayEntry(gateway, own.label, scope)],
    addresses: [
      ...written,
      ...bandwidth.map(({ id }) => ({
        what: scope.says(`bandwidth package ${id}`),
        why: 'the provider dropped bandwidth packages of NAT gateways in 1.121; shared bandwidth replaces them',
      })),
    ],
    rules: [
      ...snat.map((rule) => snatEntry(rule, tables, scope)),
      ...dnat.map((rule) => dnatEntry(rule, tables, scope)),
    ],
  };
}
