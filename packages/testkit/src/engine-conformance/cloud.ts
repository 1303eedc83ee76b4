import { NatError } from '@polynat/core';
import type { Engine, Json, OperationHandler } from '@polynat/engine';

export interface CloudCall {
  readonly action: 'create' | 'attach' | 'renew' | 'remove';
  readonly name: string;
  readonly token: string;
}

/** What operations do, wherever the cloud is. */
export interface Cloud {
  create(name: string, token: string): Promise<Json>;
  attach(name: string, token: string): Promise<Json>;
  renew(name: string, token: string): Promise<Json>;
  find(name: string): Promise<Json | undefined>;
  remove(name: string, token: string): Promise<void>;
}

/** A cloud that survives every process and remembers each call: what it saw is what would have been paid for. */
export class CountingCloud implements Cloud {
  readonly calls: CloudCall[] = [];
  /** Names of the things that exist, one entry per thing, in order of creation. */
  readonly things: string[] = [];
  /** Things taken away, in order. */
  readonly removed: string[] = [];
  /** Answers instead of a call, for as long as it is there. */
  readonly refusals = new Map<string, NatError>();
  readonly #answered = new Set<string>();

  /** Repeating a token is harmless, as on Alibaba Cloud and Baidu AI Cloud. */
  async create(name: string, token: string): Promise<Json> {
    this.#receive({ action: 'create', name, token });
    if (!this.#answered.has(token)) this.things.push(name);
    this.#answered.add(token);
    return { id: `id-${name}` };
  }

  /** Takes no token, as on Tencent BM: calling twice makes two. */
  async attach(name: string, token: string): Promise<Json> {
    this.#receive({ action: 'attach', name, token });
    this.things.push(name);
    return { id: `id-${name}` };
  }

  async renew(name: string, token: string): Promise<Json> {
    this.#receive({ action: 'renew', name, token });
    return { renewed: name };
  }

  async find(name: string): Promise<Json | undefined> {
    return this.things.includes(name) ? { id: `id-${name}` } : undefined;
  }

  async remove(name: string, token: string): Promise<void> {
    this.#receive({ action: 'remove', name, token });
    const index = this.things.indexOf(name);
    if (index < 0) throw new NatError('not-found', `there is no ${name}`);
    this.things.splice(index, 1);
    this.removed.push(name);
  }

  tokens(action: CloudCall['action'], name: string): readonly string[] {
    return this.calls
      .filter((call) => call.action === action && call.name === name)
      .map(({ token }) => token);
  }

  #receive(call: CloudCall): void {
    this.calls.push(call);
    const refusal = this.refusals.get(`${call.action} ${call.name}`);
    if (refusal) throw refusal;
  }
}

/** `renew`: a token, nothing to undo. `create`: a token, can be undone. `attach`: no token, so it can be looked up. */
export function registerCloud(engine: Pick<Engine, 'operation'>, cloud: Cloud): void {
  const undo: OperationHandler['undo'] = (args, _result, { token }) => cloud.remove(String(args), token);
  engine.operation('renew', { run: (args, { token }) => cloud.renew(String(args), token) });
  engine.operation('create', { run: (args, { token }) => cloud.create(String(args), token), undo });
  engine.operation('attach', {
    run: (args, { token }) => cloud.attach(String(args), token),
    probe: (args) => cloud.find(String(args)),
    undo,
  });
}

export const renew = (name: string) => ({ name: `renew ${name}`, kind: 'renew', args: name });
export const create = (name: string) => ({ name: `create ${name}`, kind: 'create', args: name });
export const attach = (name: string) => ({ name: `attach ${name}`, kind: 'attach', args: name });
