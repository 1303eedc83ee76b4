import type { Bend } from '../client.ts';
import { type Parameters, type Situation, situation, validRequest } from '../situation.ts';

/** The code an operation refuses with in a scenario; undefined where the scenario says nothing about it. */
export type Scenario = (operation: string) => string | undefined;

export type Bending = (valid: Parameters, at: Situation, operation: string) => Parameters | undefined;

/** A request that is right but for one thing; `bending` answers undefined for operations it cannot bend. */
export function bent(bending: Bending, transport: Bend = {}): Scenario {
  return (operation) => {
    const at = situation();
    const parameters = bending(validRequest(operation, at), at, operation);
    return parameters === undefined ? undefined : at.vpc.code(operation, parameters, transport);
  };
}

/** The right request after something has happened. */
export const after = (happen: (at: Situation) => void, transport?: Bend) =>
  bent((valid, at) => {
    happen(at);
    return valid;
  }, transport);

/** Puts other values in place of those parameters that the request has. */
export function replaced(values: Parameters): Scenario {
  return bent((valid) => {
    const present = Object.entries(values).filter(([name]) => name in valid);
    return present.length === 0 ? undefined : { ...valid, ...Object.fromEntries(present) };
  });
}

export const added = (values: Parameters) => bent((valid) => ({ ...valid, ...values }));
export const only =
  (operation: string, scenario: Scenario): Scenario =>
  (each) =>
    each === operation ? scenario(each) : undefined;

export const settings = (values: object) =>
  after(({ vpc }) => vpc.cloud.seed({ settings: { addressQuota: 100, ...values } }));

/** On a gateway, or an EIP, that a seed makes for it; its EIP is named where the request names EIPs. */
export function onGateway(seed: object): Scenario {
  return bent((valid, { vpc, vpcId }) => {
    if (!('NatGatewayId' in valid)) return undefined;
    const gateways = [{ natId: 'nat-odd', name: 'odd', ...seed }];
    vpc.cloud.seed({ vpcs: [{ region: 'ap-guangzhou', vpcId, gateways }] });
    return { ...valid, NatGatewayId: 'nat-odd' };
  });
}

export function onEip(seed: object): Scenario {
  return bent((valid, { vpc }) => {
    vpc.cloud.seed({ eips: [{ region: 'ap-guangzhou', eipId: 'eip-odd', ...seed }] });
    if ('AddressId' in valid) return { ...valid, AddressId: 'eip-odd' };
    if ('AddressIds' in valid) return { ...valid, AddressIds: ['eip-odd'] };
    return 'ResourceIds' in valid ? { ...valid, ResourceIds: ['eip-odd'] } : undefined;
  });
}

export const namedEips = (...named: readonly string[]) => replaced({ PublicIpAddresses: named });

export const values = (count: number, value: (place: number) => string = String) =>
  Array.from({ length: count }, (_, place) => value(place));
