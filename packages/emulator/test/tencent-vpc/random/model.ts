/** What the documents say must be, kept without looking at the emulator's own state. */
export interface ModelEip {
  readonly id: string;
  readonly ip: string;
  state: string;
  gateway?: ModelGateway | undefined;
}

export interface ModelDnat {
  readonly key: string;
  readonly protocol: string;
  readonly publicIp: string;
  readonly port: number;
  readonly privateIp: string;
}

export interface ModelSnat {
  readonly id: string;
  readonly resourceId: string;
  readonly source: string;
  readonly kind: string;
  ips: readonly string[];
}

export interface ModelGateway {
  readonly id: string;
  readonly vpc: string;
  name: string;
  state: string;
  version: number;
  connections: number;
  bandwidth: number;
  protected: boolean;
  /** Bindings and unbindings under way. */
  running: number;
  eips: readonly ModelEip[];
  dnat: readonly ModelDnat[];
  snat: readonly ModelSnat[];
}

export interface ModelTask {
  readonly id: string;
  /** Whether it is one of a gateway, asked for by RequestId. */
  readonly ofGateway: boolean;
  status: 'RUNNING' | 'SUCCESS' | 'FAILED';
}

interface Pending {
  readonly due: number;
  happen(): void;
}

/** Figures of the documents. */
export const LIMITS = { perVpc: 3, perGateway: 10, eips: 20, perDay: 40 } as const;

export class Model {
  gateways: readonly ModelGateway[] = [];
  eips: readonly ModelEip[] = [];
  tasks: readonly ModelTask[] = [];
  allocated = 0;
  #now = 0;
  #pending: readonly Pending[] = [];

  /** Work of an accepted call: how it ends is decided by the fault that was injected into it. */
  start(
    task: Pick<ModelTask, 'id' | 'ofGateway'>,
    seconds: number,
    fault: string | undefined,
    done: () => void,
    failed: () => void,
  ): void {
    const running: ModelTask = { ...task, status: 'RUNNING' };
    this.tasks = [...this.tasks, running];
    if (fault === 'stuck') return;
    const happen = () => {
      running.status = fault === 'failed' ? 'FAILED' : 'SUCCESS';
      if (fault === 'failed') failed();
      else done();
    };
    this.#pending = [...this.#pending, { due: this.#now + seconds, happen }];
  }

  wait(seconds: number): void {
    this.#now += seconds;
    const due = this.#pending.filter((each) => each.due <= this.#now);
    this.#pending = this.#pending.filter((each) => each.due > this.#now);
    for (const each of due.toSorted((one, other) => one.due - other.due)) each.happen();
  }

  tie(gateway: ModelGateway, eips: readonly ModelEip[]): void {
    gateway.eips = [...gateway.eips, ...eips];
    for (const eip of eips) {
      eip.gateway = gateway;
      eip.state = 'BINDING';
    }
  }

  untie(gateway: ModelGateway, eips: readonly ModelEip[]): void {
    gateway.eips = gateway.eips.filter((eip) => !eips.includes(eip));
    for (const eip of eips) {
      eip.gateway = undefined;
      eip.state = 'UNBIND';
    }
  }

  forget(eips: readonly ModelEip[]): void {
    this.eips = this.eips.filter((eip) => !eips.includes(eip));
  }

  /** Rules lose the addresses; those left without one go. */
  dropRules(gateway: ModelGateway, eips: readonly ModelEip[]): void {
    const gone = new Set(eips.map(({ ip }) => ip));
    gateway.dnat = gateway.dnat.filter(({ publicIp }) => !gone.has(publicIp));
    gateway.snat = gateway.snat
      .map((rule) => ({ ...rule, ips: rule.ips.filter((ip) => !gone.has(ip)) }))
      .filter(({ ips }) => ips.length > 0);
  }
}
