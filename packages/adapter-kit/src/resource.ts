import type {
  AddressResource,
  BandwidthResource,
  BillingResource,
  DnatResource,
  GatewayResource,
  InventoryResource,
  Json,
  NetworkResource,
  Receipt,
  SharedBandwidthResource,
  SnatResource,
} from '@polynat/core';
import { type AnyWork, defineWork, type Work, type WorkDefinition } from './work.ts';

/** Methods whose receipts are of these kinds only. */
type Leaving<Methods, Kind extends string> = {
  readonly [Name in keyof Methods]: Methods[Name] extends
    | ((...input: infer Input) => Promise<Receipt<infer Value>>)
    | undefined
    ? (...input: Input) => Promise<Receipt<Value> & { readonly kind: Kind }>
    : Methods[Name];
};

/** A resource of a cloud, and the works whose receipts its writes leave. */
export interface Resource<Context, Methods> {
  readonly works: readonly AnyWork<Context>[];
  bind(context: Context): Methods;
}

/** Defines a resource. A write that leaves a receipt of a work which is not listed does not compile. */
type DefineResource<Context, Methods> = <const Works extends readonly AnyWork<Context>[]>(
  works: Works,
  bind: (context: Context) => Leaving<Methods, NoInfer<Works[number]['kind']>>,
) => Resource<Context, Methods>;

/** What one cloud's files are made of, with the type of their context said once. */
export interface Definitions<Context> {
  work<Kind extends string, Subject extends Json, Value>(
    definition: WorkDefinition<Context, Kind, Subject, Value>,
  ): Work<Context, Kind, Subject, Value>;
  readonly gateways: DefineResource<Context, GatewayResource>;
  readonly snat: DefineResource<Context, SnatResource>;
  readonly dnat: DefineResource<Context, DnatResource>;
  readonly addresses: DefineResource<Context, AddressResource>;
  readonly billing: DefineResource<Context, BillingResource>;
  readonly bandwidth: DefineResource<Context, BandwidthResource>;
  readonly sharedBandwidth: DefineResource<Context, SharedBandwidthResource>;
  readonly networks: DefineResource<Context, NetworkResource>;
  readonly inventory: DefineResource<Context, InventoryResource>;
}

export function definitions<Context>(): Definitions<Context> {
  const resource = <M>(works: readonly AnyWork<Context>[], bind: (context: Context) => M) => ({
    works,
    bind,
  });
  return {
    work: defineWork,
    gateways: resource,
    snat: resource,
    dnat: resource,
    addresses: resource,
    billing: resource,
    bandwidth: resource,
    sharedBandwidth: resource,
    networks: resource,
    inventory: resource,
  };
}
