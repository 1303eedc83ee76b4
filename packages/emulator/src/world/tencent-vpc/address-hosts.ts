import type { FaultSource } from '../tencent/work-queue.ts';
import { changeable } from './addresses.ts';
import { startWork } from './eip.ts';
import type { Address, InterfaceAddress } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

export interface HostInput {
  readonly id: string;
  readonly instanceId: string | undefined;
  readonly interfaceId: string | undefined;
  readonly privateIp: string | undefined;
}

/** Binds an EIP to a private address of a server. Gateways bind theirs with operations of their own. */
export function associateAddress(state: State, region: Region, input: HostInput, fault: FaultSource): string {
  const address = changeable(state, region, input.id);
  if (address.conditions.has('arrears')) {
    throw new Refusal('eip-arrears', `The EIP ${input.id} is in arrears.`);
  }
  if (address.state !== 'UNBIND') throw new Refusal('eip-state', `The EIP ${input.id} is ${address.state}.`);
  const host = hostOf(state, region, input);
  address.state = 'BINDING';
  address.host = host;
  return start(state, address, fault, {
    seconds: state.settings.durations.bindAddress,
    succeed() {
      address.state = 'BIND';
    },
    fail() {
      address.state = 'UNBIND';
      address.host = undefined;
    },
  });
}

export function disassociateAddress(state: State, region: Region, id: string, fault: FaultSource): string {
  const address = changeable(state, region, id);
  if (address.gateway !== undefined) {
    throw new Refusal('eip-on-gateway', `The EIP ${id} is bound to ${address.gateway.id}.`);
  }
  if (address.host === undefined) throw new Refusal('eip-state', `The EIP ${id} is ${address.state}.`);
  address.state = 'UNBINDING';
  return start(state, address, fault, {
    seconds: state.settings.durations.unbindAddress,
    succeed() {
      address.state = 'UNBIND';
      address.host = undefined;
    },
    fail() {
      address.state = 'BIND';
    },
  });
}

interface HostWork {
  readonly seconds: number;
  succeed(): void;
  fail(): void;
}

function start(state: State, address: Address, fault: FaultSource, work: HostWork): string {
  return startWork(state, { ...work, resources: [address.id] }, fault);
}

function hostOf(state: State, region: Region, input: HostInput): InterfaceAddress {
  const { instanceId, interfaceId, privateIp } = input;
  if (instanceId !== undefined && interfaceId !== undefined) {
    throw new Refusal('target-both', 'Give InstanceId or NetworkInterfaceId, not both.');
  }
  if (instanceId !== undefined) return primaryAddress(state, region, instanceId);
  if (interfaceId === undefined) throw new Refusal('target-none', 'Give InstanceId or NetworkInterfaceId.');
  if (privateIp === undefined) throw new Refusal('target-ip-missing', 'PrivateIpAddress is missing.');
  return interfaceAddress(state, region, interfaceId, privateIp);
}

function primaryAddress(state: State, region: Region, instanceId: string): InterfaceAddress {
  const networkInterface = state.interfaces.in(region).find((each) => each.instanceId === instanceId);
  const ip = networkInterface?.ips[0];
  if (networkInterface === undefined || ip === undefined) {
    throw new Refusal('instance-not-found', `The instance ${instanceId} does not exist.`);
  }
  const host = { networkInterface, ip };
  if (isTaken(state, region, host)) {
    throw new Refusal('instance-has-eip', `The instance ${instanceId} has an EIP.`);
  }
  return host;
}

function interfaceAddress(state: State, region: Region, interfaceId: string, ip: string): InterfaceAddress {
  const networkInterface = state.interfaces.get(interfaceId);
  if (networkInterface?.subnet.vpc.region !== region || !networkInterface.ips.includes(ip)) {
    throw new Refusal('interface-not-found', `There is no interface ${interfaceId} with ${ip}.`);
  }
  const host = { networkInterface, ip };
  if (isTaken(state, region, host)) throw new Refusal('private-ip-has-eip', `${ip} has an EIP.`);
  return host;
}

function isTaken(state: State, region: Region, { networkInterface, ip }: InterfaceAddress): boolean {
  return state.addresses
    .in(region)
    .some(({ host }) => host?.networkInterface === networkInterface && host.ip === ip);
}
