import type { WorkFault } from '../../../src/cloud.ts';
import type { ModelAddress, ModelGateway, ModelSubnet } from './model.ts';
import type { picker } from './picker.ts';
import * as rules from './rules.ts';
import type { Session } from './session.ts';

/** Where a write goes. */
export interface At {
  readonly session: Session;
  readonly vpc: string;
  readonly gateway: ModelGateway | undefined;
  readonly place: ReturnType<typeof picker>;
}

export const v2Key = ({ vpc, gateway }: At) => ({ natId: gateway?.id ?? 'nat-00000000', unVpcId: vpc });
export const v3Key = ({ vpc, gateway }: At) => ({ NatId: gateway?.id ?? 'nat-00000000', VpcId: vpc });

export const stock = (fault: WorkFault | undefined): rules.Reasons =>
  fault === 'out-of-stock' ? ['stock'] : [];

export const present = <T>(items: readonly (T | undefined)[]) => items.filter((item) => item !== undefined);

/** Rules beyond the gateway itself can only be told when it is the one that is meant. */
export function reasonsOn(
  at: At,
  further: (gateway: ModelGateway) => rules.Reasons,
  action?: string,
): rules.Reasons {
  const first = rules.onGateway(at.session.model, at.vpc, at.gateway, action);
  const told = at.gateway !== undefined && at.gateway.vpc === at.vpc;
  return told ? [...first, ...further(at.gateway)] : first;
}

/** Ties addresses to the gateway, the ones just ordered among them. */
export function reserve(
  { session }: At,
  gateway: ModelGateway,
  existing: readonly (ModelAddress | undefined)[],
) {
  const ordered: ModelAddress[] = session.newAddresses().map((ip) => session.adopt(ip));
  const used = [...present(existing), ...ordered];
  for (const address of used) {
    if (!ordered.includes(address)) address.state = 'binding';
    address.gateway = gateway;
  }
  return used;
}

export function settleAddresses({ session }: At, used: readonly ModelAddress[], succeeded: boolean): void {
  for (const address of used) {
    if (succeeded) address.state = 'bound';
    else session.model.free(address, address.state === 'creating' ? 'failed' : 'free');
  }
}

export function joinOf(subnet: ModelSubnet, gateway: ModelGateway, names: readonly string[]): void {
  subnet.gateway = gateway;
  for (const name of names) if (!subnet.joins.has(name)) subnet.joins.set(name, 'joining');
}
