import { NatError } from '@polynat/core';
import { type Json, json } from '@polynat/engine';
import type { Cloud } from '@polynat/testkit/engine';
import * as z from 'zod';

const answerSchema = z.union([
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ refused: z.enum(['not-found', 'quota-exceeded', 'invalid-argument']) }),
]);

/** The cloud as a worker reaches it: over HTTP, so that what it saw survives the worker. */
export class RemoteCloud implements Cloud {
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
    const response = await fetch(`${this.#url}/${action}/${name}`, { method: 'POST', body: token });
    const answer = answerSchema.parse(await response.json());
    if ('refused' in answer) throw new NatError(answer.refused, `the cloud refuses to ${action} ${name}`);
    return json(answer.result ?? null);
  }
}
