import { check, GatewayRef } from '@polynat/core';
import * as z from 'zod';

/** Something that costs money, as a run knows it. */
export interface Purchase {
  readonly kind: 'address' | 'gateway' | 'size' | 'renewal';
  /** Alias of the cloud. */
  readonly cloud: string;
  /** The cloud's id of it; absent when the answer to its order was lost. */
  readonly id?: string;
  readonly ip?: string;
  /** The step that ordered it. */
  readonly step: string;
  /** `unknown`: it may not exist, or be the purchase of somebody else. */
  readonly outcome?: 'unknown';
}

/** A purchase without the step that made it. */
export type PurchaseTerms = Omit<Purchase, 'step'>;

/** How a kind of step tells what it buys: from its arguments, and from its result once there is one. */
export type PurchaseReader = (args: unknown, result: unknown) => PurchaseTerms | undefined;

const onGateway = z.object({ ref: z.string() });

/** A purchase for the gateway that the arguments of a step name. */
export function purchaseOn(kind: Purchase['kind'], args: unknown): PurchaseTerms {
  const { cloud, id } = GatewayRef.parse(check(onGateway, args, 'arguments of the step').ref);
  return { kind, cloud, id };
}
