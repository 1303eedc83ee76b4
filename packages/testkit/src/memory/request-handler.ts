import type { Mutation, Receipt } from '@polynat/core';
import { type Call, type GatewayKey, NatError } from '@polynat/core';
import type { Account } from './account.ts';
import { persist } from './pipeline.ts';
import type { Work } from './work.ts';

export interface Order<T> {
  readonly mutation: Mutation;
  /** The gateway it works on; one order at a time. */
  readonly key?: GatewayKey;
  /** Everything the caller asked for: the same token with another intent is refused. */
  readonly intent: unknown;
  /** Checks the rules, changes the account, and says how it ends. Throws to refuse; then nothing has changed. */
  readonly begin: () => Work<T>;
}

/** Where requests arrive: counted, struck by faults, recognised by token, and accepted one at a time per gateway. */
export class RequestHandler {
  readonly #account: Account;
  #open = true;

  constructor(account: Account) {
    this.#account = account;
  }

  close(): void {
    this.#open = false;
  }

  read<T>(operation: string, key: GatewayKey | undefined, call: Call, answer: () => T): Promise<T> {
    return persist(this.#account.clock, call, () => {
      this.#receive(operation, key, call);
      const value = answer();
      this.#strike(operation, 'reply');
      return value;
    });
  }

  async write<T>(order: Order<T>, call: Call): Promise<Receipt<T>> {
    const { scheduler, traffic, clock } = this.#account;
    scheduler.settle();
    const leave = traffic.enter(order.key);
    try {
      return await persist(clock, call, () => this.#accept(order, call, leave));
    } catch (error) {
      leave();
      throw error;
    }
  }

  #accept<T>(order: Order<T>, call: Call, leave: () => void): Receipt<T> {
    this.#receive(order.mutation, order.key, call);
    const task = this.#recall(order, call) ?? this.#begin(order, call, leave);
    this.#strike(order.mutation, 'reply');
    return { kind: order.mutation, task, subject: { task } };
  }

  #receive(operation: string, key: GatewayKey | undefined, { token }: Call): void {
    const { scheduler, traffic, clock } = this.#account;
    if (!this.#open) throw closed();
    traffic.log({ operation, token, at: clock.now(), ...(key && { gateway: key.id }) });
    scheduler.settle();
    this.#strike(operation, 'before');
  }

  #strike(operation: string, moment: 'before' | 'reply'): void {
    const error = this.#account.faults.strike(operation, moment);
    if (error) throw error;
  }

  #recall(order: Order<unknown>, { token }: Call): string | undefined {
    const remembered = this.#account.tokens.get(token);
    if (!remembered || remembered.fingerprint === fingerprintOf(order)) return remembered?.task;
    throw new NatError('conflict', 'this token already stands for another request', {
      remedy: 'use one token per logical write',
    });
  }

  #begin<T>(order: Order<T>, { token }: Call, leave: () => void): string {
    const { scheduler, clock, faults, takes, tokens } = this.#account;
    if (order.key && scheduler.occupied(order.key)) throw busy(order.key);
    const { seen, finish = nothing, undo = nothing, result } = order.begin();
    const task = scheduler.add({
      gateway: order.key?.id,
      due: clock.now() + takes(order.mutation),
      seen,
      finish,
      undo,
      result,
      failure: faults.strike(order.mutation, 'commit'),
      onEnd: leave,
    });
    tokens.set(token, { fingerprint: fingerprintOf(order), task: task.id });
    return task.id;
  }
}

const nothing = (): void => undefined;

const fingerprintOf = ({ mutation, key, intent }: Order<unknown>): string =>
  JSON.stringify([mutation, key?.id, intent]);

const busy = ({ id }: GatewayKey): NatError =>
  new NatError('busy', `gateway ${id} is being changed`, { retryable: true });

const closed = (): NatError =>
  new NatError('failed-precondition', 'this driver is closed', { remedy: 'make a new one' });
