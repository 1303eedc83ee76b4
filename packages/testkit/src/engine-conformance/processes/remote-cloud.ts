import { NatError } from '@polynat/core';
import { type Engine, type Json, json, type OperationContext, type OperationHandler } from '@polynat/engine';
import * as z from 'zod';
import { type Cloud, registerCloud } from '../cloud.ts';

const answerSchema = z.union([
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ refused: z.enum(['not-found', 'quota-exceeded', 'invalid-argument']) }),
]);

/** The cloud as a worker reaches it: over HTTP, so that what it saw survives the worker. */
class RemoteCloud implements Cloud {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  create(name: string, token: string): Promise<Json> {
    return this.#call('create', name, token);
  }

  attach(name: string, token: string): Promise<Json> {
    return this.#call('attach', name, token);
  }

  renew(name: string, token: string): Promise<Json> {
    return this.#call('renew', name, token);
  }

  async find(name: string): Promise<Json | undefined> {
    const found = await this.#call('find', name, '');
    return found === null ? undefined : found;
  }

  async remove(name: string, token: string): Promise<void> {
    await this.#call('remove', name, token);
  }

  async #call(action: string, name: string, token: string): Promise<Json> {
    const url = `${this.#url}/${action}/${name}/${process.pid}`;
    const response = await fetch(url, { method: 'POST', body: token }).catch(lostAnswer);
    const answer = answerSchema.parse(await response.json());
    if ('refused' in answer) throw new NatError(answer.refused, `the cloud refuses to ${action} ${name}`);
    return json(answer.result ?? null);
  }
}

/** A process that was frozen may find its connection closed: what it asked for may have happened. */
function lostAnswer(cause: unknown): never {
  throw new NatError('unavailable', 'the cloud did not answer', {
    cause,
    retryable: true,
    outcome: 'unknown',
  });
}

/** Its operations ask for their lease before each request, as those of the clouds do. */
export function registerRemoteCloud(engine: Pick<Engine, 'operation'>, url: string): void {
  const operation: Engine['operation'] = (kind, handler) => engine.operation(kind, withLease(handler));
  registerCloud({ operation }, new RemoteCloud(url));
}

function withLease({ run, undo, ...handler }: OperationHandler): OperationHandler {
  return {
    ...handler,
    run: async (args, context) => {
      await context.beforeSend();
      return run(args, context);
    },
    ...(undo && {
      undo: async (args: Json, result: Json, context: OperationContext) => {
        await context.beforeSend();
        return undo(args, result, context);
      },
    }),
  };
}
