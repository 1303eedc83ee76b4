import {
  type Client as ApiClient,
  createClient as createApiClient,
  nativeApi,
  type Protocol,
  type TypedNativeApi,
} from '@polynat/adapter-kit';
import type { Clock, Random } from '@polynat/core';
import type { TencentCredentials } from '@polynat/tencent';
import type { Transport } from '@polynat/transport';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
  operations,
} from './operations/index.ts';
import type { Api, Operation } from './operations/operation.ts';
import type { WireForm } from './protocol/wire-form.ts';

type Signatures<A extends Api> = {
  readonly [Name in OperationName<A>]: {
    readonly input: OperationInput<A, Name>;
    readonly output: OperationOutput<A, Name>;
  };
};

/** Calls the operations of one generation of the API. */
export type Client<A extends Api> = ApiClient<Signatures<A>>;

/** Every operation of one generation of the API under its documented name, with its own input and answer. */
export type TencentBmNative<A extends Api> = TypedNativeApi<Signatures<A>>;

export interface ClientParts {
  readonly region: string;
  /** Where everything goes, in place of the hosts of the services. */
  readonly endpoint: string | undefined;
  readonly credentials: () => Promise<TencentCredentials>;
  readonly transport: Transport;
  readonly clock: Clock;
}

const apiName = "this version of Tencent Cloud's BM API";

export const createClient = <A extends Api>(
  api: A,
  form: WireForm,
  { region, endpoint, ...parts }: ClientParts,
): Client<A> =>
  createApiClient({ ...parts, operations: operations[api], protocol: protocolOf(form, region, endpoint) });

const protocolOf = (
  form: WireForm,
  region: string,
  endpoint: string | undefined,
): Protocol<Operation, TencentCredentials> => ({
  cloud: 'tencent-bm',
  api: apiName,
  rateKey: ({ service, name }, { secretId }) =>
    `tencent-bm/${secretId}/${region}/${form.rateFamily(service, name)}`,
  draft: ({ name, service }, parameters) => {
    const draft = { action: name, service, region, parameters, endpoint };
    return (stamp) => form.sign(draft, stamp);
  },
  answersWithId: form.answersWithId,
  failureOf: (body, response, { name }) => form.failureOf(body, response, name),
  requestIdOf: form.requestIdOf,
  unwrap: form.unwrap,
});

export const nativeDoor = <A extends Api>(
  api: A,
  client: Client<A>,
  clock: Clock,
  random: Random,
): TencentBmNative<A> => nativeApi({ operations: operations[api], api: apiName, client, clock, random });
