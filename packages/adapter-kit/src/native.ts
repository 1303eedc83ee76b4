import {
  type CallOptions,
  type Clock,
  type NativeApi,
  type NativeOperation,
  type Random,
  readCall,
  writeCall,
} from '@polynat/core';
import { type Client, operationOf, type Signature } from './client.ts';
import type { ApiOperation } from './protocol.ts';

/** A provider's whole API, typed: every operation under its documented name, with its own input and answer. */
export interface TypedNativeApi<Api extends Readonly<Record<keyof Api, Signature>>> extends NativeApi {
  readonly operations: Readonly<Record<keyof Api & string, NativeOperation>>;
  call<Name extends keyof Api & string>(
    operation: Name,
    input: Api[Name]['input'],
    options?: CallOptions,
  ): Promise<Api[Name]['output']>;
}

interface NativeParts<Api extends Readonly<Record<keyof Api, Signature>>> {
  readonly operations: Readonly<Record<string, ApiOperation>>;
  /** Names the API in messages. */
  readonly api: string;
  readonly client: Client<Api>;
  readonly clock: Clock;
  readonly random: Random;
}

/** Opens the API to users, with the deadlines and tokens of the neutral resources. */
export const nativeApi = <Api extends Readonly<Record<keyof Api, Signature>>>({
  operations,
  api,
  client,
  clock,
  random,
}: NativeParts<Api>): TypedNativeApi<Api> => ({
  operations,
  async call(name, input, options) {
    const { repeat } = operationOf(operations, name, api);
    const open = repeat === 'read' ? readCall : writeCall;
    return client.call(name, input, open({ clock, random }, options));
  },
});
