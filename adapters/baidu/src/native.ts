import {
  type CallOptions,
  type Clock,
  NatError,
  type NativeDoor,
  type Random,
  readWithin,
  writeWithin,
} from '@polynat/core';
import type { Client } from './client.ts';
import {
  type Answer,
  type Input,
  type OperationName,
  type Operations,
  operations,
} from './operations/index.ts';

/** Every operation of Baidu's API under its documented name, with its own input and answer. */
export interface BaiduNative extends NativeDoor {
  readonly operations: Operations;
  call<Name extends OperationName>(
    operation: Name,
    input: Input<Name>,
    options?: CallOptions,
  ): Promise<Answer<Name>>;
}

export const nativeDoor = (client: Client, clock: Clock, random: Random): BaiduNative => ({
  operations,
  async call(name, input, { signal, within } = {}) {
    if (!Object.hasOwn(operations, name)) throw unknown(name);
    const longest = operations[name].repeat === 'read' ? readWithin : writeWithin;
    return client.call(name, input, {
      signal: signal ?? new AbortController().signal,
      deadline: clock.now() + (within ?? longest),
      token: random.uuid(),
    });
  },
});

const unknown = (name: string): NatError =>
  new NatError('invalid-argument', `Baidu AI Cloud's NAT API has no operation ${name}`, {
    field: 'operation',
    remedy: `use one of ${Object.keys(operations).join(', ')}`,
  });
