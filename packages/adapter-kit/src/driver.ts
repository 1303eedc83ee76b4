import type { AddressResource, Driver, GatewayResource, OptionalResources } from '@polynat/core';
import { receiptsOfRegion } from './region.ts';
import type { Resource } from './resource.ts';
import { pollerOf } from './work.ts';

/** The resources of a cloud by their names in the driver; what the cloud does not have is left out. */
export interface Resources<Context> {
  readonly gateways: Resource<Context, GatewayResource>;
  readonly addresses: Resource<Context, AddressResource>;
  readonly [name: string]: Resource<Context, object>;
}

export type Bound<R> = {
  readonly [Name in keyof R]: R[Name] extends Resource<never, infer Methods> ? Methods : never;
};

/** What a driver is apart from its resources. */
type Frame = Omit<Driver, 'poll' | 'gateways' | 'addresses' | 'inventory' | keyof OptionalResources>;

/** Puts the resources of a cloud on one context; their works tell how each kind of receipt is polled. */
export function assembleDriver<Context, F extends Frame, R extends Resources<Context>>(
  frame: F,
  context: Context,
  resources: R,
): F & Bound<R> & Pick<Driver, 'poll'> {
  const entries = Object.entries(resources);
  const bound = Object.fromEntries(
    entries.map(([name, resource]) => [name, receiptsOfRegion(frame.region, resource.bind(context))]),
  );
  const works = entries.flatMap(([, resource]) => resource.works);
  return { ...frame, ...(bound as Bound<R>), poll: pollerOf(frame, context, works) };
}
