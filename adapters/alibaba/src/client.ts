import {
  type Client as ApiClient,
  type ApiOf,
  createClient as createApiClient,
  nativeApi,
  type Protocol,
  type TypedNativeApi,
} from '@polynat/adapter-kit';
import type { Clock, Random } from '@polynat/core';
import type { Transport } from '@polynat/transport';
import { dryRunPassed, failureOf } from './errors.ts';
import { type Operations, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { type AlibabaCredentials, sign } from './signer.ts';

/** Regions the SDKs send to the central endpoint (@alicloud/vpc20160428 7.3.2); every other has a host of its own. */
const central = new Set([
  'cn-hangzhou',
  'cn-wuhan',
  'cn-shanghai-finance-1',
  'cn-shenzhen-finance-1',
  'cn-north-2-gov-1',
]);

export const endpointOf = (region: string): string =>
  central.has(region) ? 'https://vpc.aliyuncs.com' : `https://vpc.${region}.aliyuncs.com`;

/** What the client is made from. */
export interface Connection {
  readonly region: string;
  /** Scheme, host and port. */
  readonly endpoint: string;
  /** Asked before every attempt, so that temporary keys are fresh. */
  readonly credentials: () => Promise<AlibabaCredentials>;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Who shares one allowance of calls: part of the rate limit's key. */
  readonly account: string;
}

type Api = ApiOf<Operations>;

/** Calls any native operation: the input is checked, and the region is filled in. */
export type Client = ApiClient<Api>;

const api = "Alibaba Cloud's NAT API";

export const createClient = ({ region, endpoint, account, ...parts }: Connection): Client =>
  createApiClient({
    ...parts,
    operations,
    protocol: {
      ...protocolOf({ region, endpoint, account, product: 'vpc', version: '2016-04-28' }),
      complete: (input) => ({ RegionId: region, ...(input as object) }),
    },
  });

/** One product of the cloud. */
type Product = Pick<Connection, 'region' | 'endpoint' | 'account'> & {
  readonly product: string;
  readonly version: string;
};

export const protocolOf = <Op extends Operation>({
  region,
  endpoint,
  account,
  product,
  version,
}: Product): Protocol<Op, AlibabaCredentials> => ({
  cloud: 'alibaba',
  api,
  rateKey: () => `alibaba/${account}/${region}/${product}`,
  draft: (operation, request) => {
    const method = operation.repeat === 'read' ? 'GET' : 'POST';
    const fixed = {
      ...flatten(request),
      Action: operation.action ?? operation.name,
      Format: 'JSON',
      Version: version,
    };
    return ({ keys, instant, nonce, token }) => {
      const parameters = token === undefined ? fixed : { ClientToken: token, ...fixed };
      return sign({ method, endpoint, parameters }, keys, { instant, nonce });
    };
  },
  answersWithId: true,
  failureOf,
  requestIdOf: (body, { headers }) => {
    const named =
      typeof body === 'object' && body !== null && 'RequestId' in body ? body.RequestId : undefined;
    return typeof named === 'string' ? named : headers['x-acs-request-id'];
  },
  /** What a dry run answers when every check has passed: nothing but which request it was. */
  answerIn: ({ provider }) =>
    provider?.code === dryRunPassed ? { RequestId: provider.requestId } : undefined,
});

/**
 * Flattens validated input into wire parameters: `RemovedIpAddresses.1`, `Tag.1.Key`; a structure travels as one JSON text; what
 * was not given is not sent. https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
 */
export function flatten(input: object): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(input)) append(parameters, name, value);
  return parameters;
}

function append(parameters: Record<string, string>, name: string, value: unknown): void {
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    parameters[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return;
  }
  for (const [index, entry] of value.entries()) {
    const place = `${name}.${index + 1}`;
    if (typeof entry !== 'object') append(parameters, place, entry);
    else for (const [member, inner] of Object.entries(entry)) append(parameters, `${place}.${member}`, inner);
  }
}

/** The service's whole API, typed: `native.call('CreateForwardEntry', { … })`. */
export type AlibabaNative = TypedNativeApi<Api>;

export const nativeDoor = (client: Client, clock: Clock, random: Random): AlibabaNative =>
  nativeApi({ operations, api, client, clock, random });
