import * as addresses from './address-calls.ts';
import type { Handler } from './call.ts';
import * as dnat from './dnat-calls.ts';
import { WireError } from './errors.ts';
import * as gateways from './gateway-calls.ts';
import * as groups from './group-calls.ts';
import * as networks from './network-calls.ts';
import * as snat from './snat-calls.ts';
import type { Url } from './url.ts';

/** One documented operation. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  /** Segments behind the version; those in braces are identifiers. */
  readonly path: string;
  /** Query key whose mere presence selects this operation among those that share a path. */
  readonly action?: string;
  readonly handler: Handler;
}

/**
 * Names as in the provider's API metadata. The binding operations of normal and enhanced gateways share an address and
 * differ in their bodies only, so they share an entry. `snatRule/batchCreate` stands before the paths with a gateway.
 */
export const operations: readonly Operation[] = [
  { name: 'CreateNat', method: 'POST', path: 'nat', handler: gateways.create },
  { name: 'ListNat', method: 'GET', path: 'nat', handler: gateways.list },
  { name: 'GetNat', method: 'GET', path: 'nat/{natId}', handler: gateways.get },
  { name: 'NatBindEip', method: 'PUT', path: 'nat/{natId}', action: 'bind', handler: gateways.bind },
  { name: 'NatUnBindEip', method: 'PUT', path: 'nat/{natId}', action: 'unbind', handler: gateways.unbind },
  {
    name: 'PurchaseReservedNat',
    method: 'PUT',
    path: 'nat/{natId}',
    action: 'purchaseReserved',
    handler: gateways.renew,
  },
  { name: 'ResizeNat', method: 'PUT', path: 'nat/{natId}', action: 'resize', handler: gateways.resize },
  { name: 'ModifyNat', method: 'PUT', path: 'nat/{natId}', handler: gateways.rename },
  { name: 'ReleaseNat', method: 'DELETE', path: 'nat/{natId}', handler: gateways.release },
  {
    name: 'UpdateNatReleaseProtectionSwitch',
    method: 'PUT',
    path: 'nat/{natId}/deleteProtect',
    handler: gateways.protect,
  },
  { name: 'BatchAddSnatRules', method: 'POST', path: 'nat/snatRule/batchCreate', handler: snat.createBatch },
  { name: 'CreateSnatRule', method: 'POST', path: 'nat/{natId}/snatRule', handler: snat.create },
  { name: 'ListSnatRule', method: 'GET', path: 'nat/{natId}/snatRule', handler: snat.list },
  { name: 'UpdateSnatRule', method: 'PUT', path: 'nat/{natId}/snatRule/{ruleId}', handler: snat.update },
  { name: 'DeleteSnatRule', method: 'DELETE', path: 'nat/{natId}/snatRule/{ruleId}', handler: snat.remove },
  { name: 'CreateDnatRule', method: 'POST', path: 'nat/{natId}/dnatRule', handler: dnat.create },
  {
    name: 'BatchAddDnatRules',
    method: 'POST',
    path: 'nat/{natId}/dnatRule/batchCreate',
    handler: dnat.createBatch,
  },
  { name: 'ListDnatRule', method: 'GET', path: 'nat/{natId}/dnatRule', handler: dnat.list },
  { name: 'UpdateDnatRule', method: 'PUT', path: 'nat/{natId}/dnatRule/{ruleId}', handler: dnat.update },
  { name: 'DeleteDnatRule', method: 'DELETE', path: 'nat/{natId}/dnatRule/{ruleId}', handler: dnat.remove },
  { name: 'ListVpc', method: 'GET', path: 'vpc', handler: networks.listVpcs },
  { name: 'GetVpc', method: 'GET', path: 'vpc/{vpcId}', handler: networks.getVpc },
  { name: 'ListSubnet', method: 'GET', path: 'subnet', handler: networks.listSubnets },
  { name: 'GetSubnet', method: 'GET', path: 'subnet/{subnetId}', handler: networks.getSubnet },
  { name: 'BatchCreateEip', method: 'POST', path: 'eip', action: 'action', handler: addresses.createBatch },
  { name: 'CreateEip', method: 'POST', path: 'eip', handler: addresses.create },
  { name: 'ListEip', method: 'GET', path: 'eip', handler: addresses.list },
  { name: 'ResizeEip', method: 'PUT', path: 'eip/{eip}', action: 'resize', handler: addresses.resize },
  { name: 'ReleaseEip', method: 'DELETE', path: 'eip/{eip}', handler: addresses.release },
  { name: 'CreateEipGroup', method: 'POST', path: 'eipgroup', handler: groups.create },
  { name: 'ListEipGroup', method: 'GET', path: 'eipgroup', handler: groups.list },
  { name: 'GetEipGroup', method: 'GET', path: 'eipgroup/{id}', handler: groups.get },
  { name: 'ResizeEipGroup', method: 'PUT', path: 'eipgroup/{id}', action: 'resize', handler: groups.resize },
  { name: 'UpdateEipGroup', method: 'PUT', path: 'eipgroup/{id}', action: 'update', handler: groups.rename },
  { name: 'EipGroupMoveIn', method: 'PUT', path: 'eipgroup/{id}', action: 'move_in', handler: groups.takeIn },
  {
    name: 'EipGroupMoveOut',
    method: 'PUT',
    path: 'eipgroup/{id}',
    action: 'move_out',
    handler: groups.giveOut,
  },
  { name: 'ReleaseEipGroup', method: 'DELETE', path: 'eipgroup/{id}', handler: groups.release },
];

export interface Match {
  readonly operation: Operation;
  readonly ids: Readonly<Record<string, string>>;
}

/** The operation a method and an address select; throws the documented refusal when there is none. */
export function findOperation(method: string, url: Url): Match {
  const [version = '', ...segments] = url.segments;
  const matches = matchesOf(method, segments);
  const named = matches.filter(({ operation }) => hasAction(url, operation));
  if (named.length > 1) throw new WireError('BadRequest', 'The query names several actions.');
  const match = named[0] ?? matches.find(({ operation }) => operation.action === undefined);
  if (/^v\d+$/.test(version) && version !== 'v1') throw new WireError('InvalidVersion', 'The version is v1.');
  if (version === 'v1' && match !== undefined) return match;
  throw new WireError('InvalidURI', `No operation answers ${method} on this path.`);
}

function hasAction({ parameters }: Url, { action }: Operation): boolean {
  return action !== undefined && parameters.some(([name]) => name === action);
}

const patterns = operations.map((operation) => ({ operation, parts: operation.path.split('/') }));

/** All operations of the first pattern in the table that fits. */
function matchesOf(method: string, segments: readonly string[]): readonly Match[] {
  const fitting = patterns.flatMap(({ operation, parts }) => {
    const ids = operation.method === method ? idsIn(parts, segments) : undefined;
    return ids === undefined ? [] : [{ operation, ids }];
  });
  return fitting.filter(({ operation }) => operation.path === fitting[0]?.operation.path);
}

function idsIn(parts: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (parts.length !== segments.length) return undefined;
  const ids: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{') && segment !== '') ids[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return ids;
}
