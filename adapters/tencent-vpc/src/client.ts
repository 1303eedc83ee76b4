import {
  type Client as ApiClient,
  createClient as createApiClient,
  nativeApi,
  type TypedNativeApi,
} from '@polynat/adapter-kit';
import type { Clock, Random } from '@polynat/core';
import { protocolOf, type TencentCredentials } from '@polynat/tencent';
import type { Transport } from '@polynat/transport';
import { meanings } from './errors.ts';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
  operations,
} from './operations/index.ts';

type Api = {
  readonly [Name in OperationName]: {
    readonly input: OperationInput<Name>;
    readonly output: OperationOutput<Name>;
  };
};

/** Calls the operations of Tencent Cloud VPC. */
export type Client = ApiClient<Api>;

/** Every operation on NAT gateways and their neighbours under its documented name, with its own input and answer. */
export type TencentVpcNative = TypedNativeApi<Api>;

export interface ClientParts {
  readonly region: string;
  /** Where everything goes, in place of the hosts of the services. */
  readonly endpoint: string | undefined;
  readonly credentials: () => Promise<TencentCredentials>;
  readonly transport: Transport;
  readonly clock: Clock;
}

const cloud = 'tencent-vpc';
const api = "Tencent Cloud's VPC API";

export const createClient = ({ region, endpoint, ...parts }: ClientParts): Client =>
  createApiClient({
    ...parts,
    operations,
    protocol: protocolOf({ cloud, api, region, endpoint, meanings }),
  });

export const nativeDoor = (client: Client, clock: Clock, random: Random): TencentVpcNative =>
  nativeApi({ operations, api, client, clock, random });
