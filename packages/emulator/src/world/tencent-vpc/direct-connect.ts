import { writable } from './gateways.ts';
import type { Gateway } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

export interface DirectConnectInput {
  readonly vpc: string;
  readonly id: string;
  readonly directConnect: string;
}

/** The gateway of a call that names its VPC too. */
export function gatewayIn(state: State, region: Region, vpc: string, id: string): Gateway {
  const gateway = state.gateway(region, id);
  if (gateway.vpc !== state.vpc(region, vpc)) {
    throw new Refusal('gateway-not-found', `The NAT gateway ${id} is not in ${vpc}.`);
  }
  return gateway;
}

export function bindDirectConnect(state: State, region: Region, input: DirectConnectInput): void {
  const gateway = gatewayIn(state, region, input.vpc, input.id);
  checkDirectConnect(gateway, input.directConnect);
  const taken = [...gateway.vpc.gateways].some((each) => each.directConnects.has(input.directConnect));
  if (taken) throw new Refusal('direct-connect-taken', `${input.directConnect} is bound already.`);
  writable(state, region, input.id).directConnects.add(input.directConnect);
}

export function unbindDirectConnect(state: State, region: Region, input: DirectConnectInput): void {
  const gateway = gatewayIn(state, region, input.vpc, input.id);
  if (!gateway.directConnects.delete(input.directConnect)) {
    throw new Refusal('direct-connect-not-found', `${input.directConnect} is not bound to ${input.id}.`);
  }
}

function checkDirectConnect({ vpc }: Gateway, id: string): void {
  if (!vpc.directConnects.has(id)) {
    throw new Refusal('direct-connect-not-found', `There is no direct connect gateway ${id} in ${vpc.id}.`);
  }
}
