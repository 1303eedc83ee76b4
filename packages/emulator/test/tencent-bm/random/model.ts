/** What the tests hold true of the emulated account: written from the documents, not from the emulator. */

export type Reason =
  | 'vpc'
  | 'gateway'
  | 'subnet'
  | 'value'
  | 'missing'
  | 'subnet-used'
  | 'address'
  | 'other-vpc'
  | 'address-used'
  | 'too-many'
  | 'last'
  | 'busy'
  | 'vpc-full'
  | 'stock'
  | 'quota'
  | 'daily'
  | 'address-id'
  | 'not-releasable';

export interface ModelAddress {
  readonly ip: string;
  readonly id: string;
  readonly vpc: string;
  readonly exclusive: number;
  state: string;
  gateway?: ModelGateway | undefined;
}

export interface ModelSubnet {
  readonly id: string;
  readonly vpc: string;
  readonly mask: number;
  /** The first three parts of its addresses. */
  readonly prefix: string;
  gateway?: ModelGateway | undefined;
  /** `whole` for the subnet itself, or one entry per single address. */
  joins: Map<string, 'joining' | 'joined' | 'leaving'>;
}

export interface ModelGateway {
  readonly id: string;
  readonly vpc: string;
  readonly mode: number;
  readonly exclusive: number;
  name: string;
  spec: number;
  stage: string;
  /** Stays true while a failed one is being deleted. */
  failed: boolean;
}

interface ModelTask {
  readonly id: number;
  readonly due: number;
  readonly doomed: boolean;
  readonly gateway: ModelGateway | undefined;
  readonly end: (succeeded: boolean) => void;
  status: number;
}

export const LIMITS = { gatewaysPerVpc: 5, addresses: 4, quota: 100, ordersPerDay: 100 };

export class Model {
  readonly vpcs = new Map<string, { readonly cluster: boolean }>();
  readonly subnets: ModelSubnet[] = [];
  addresses: ModelAddress[] = [];
  gateways: ModelGateway[] = [];
  readonly tasks = new Map<number, ModelTask>();
  /** Seconds of emulated work so far. */
  now = 0;

  startTask(
    task: Omit<ModelTask, 'status' | 'due' | 'doomed'>,
    seconds: number,
    fault: string | undefined,
  ): void {
    const due = fault === 'stuck' ? Number.POSITIVE_INFINITY : this.now + seconds;
    this.tasks.set(task.id, { ...task, due, doomed: fault === 'failed', status: 2 });
  }

  wait(seconds: number): void {
    this.now += seconds;
    const ended = [...this.tasks.values()].filter(({ status, due }) => status === 2 && due <= this.now);
    for (const task of ended.sort((one, other) => one.due - other.due || one.id - other.id)) {
      const gone = task.gateway !== undefined && !this.gateways.includes(task.gateway);
      task.status = gone || task.doomed ? 1 : 0;
      if (!gone) task.end(task.status === 0);
    }
  }

  addressesOf(gateway: ModelGateway): readonly ModelAddress[] {
    return this.addresses.filter((address) => address.gateway === gateway);
  }

  subnetsOf(gateway: ModelGateway): readonly ModelSubnet[] {
    return this.subnets.filter((subnet) => subnet.gateway === gateway);
  }

  livingAddresses(): number {
    return this.addresses.filter(({ state }) => state !== 'failed').length;
  }

  forget(gateway: ModelGateway): void {
    for (const address of this.addressesOf(gateway)) this.free(address);
    for (const subnet of this.subnetsOf(gateway)) this.leave(subnet);
    this.gateways = this.gateways.filter((other) => other !== gateway);
  }

  free(address: ModelAddress, state = 'free'): void {
    address.state = state;
    address.gateway = undefined;
  }

  leave(subnet: ModelSubnet): void {
    subnet.gateway = undefined;
    subnet.joins = new Map();
  }

  /** Turns the entries that are in `from` into joined ones or removes them; an empty subnet is off the gateway. */
  settleJoins(subnet: ModelSubnet, names: readonly string[], from: string, stays: boolean): void {
    for (const name of names) {
      if (subnet.joins.get(name) !== from) continue;
      if (stays) subnet.joins.set(name, 'joined');
      else subnet.joins.delete(name);
    }
    if (subnet.joins.size === 0) this.leave(subnet);
  }
}
