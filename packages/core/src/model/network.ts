import * as z from 'zod';

/** Where a gateway stands. Clouds that place it in a subnet or zone need that too; capabilities tell. */
export interface Placement {
  readonly vpc: string;
  readonly subnet?: string;
  readonly zone?: string;
}

export const placementSchema = z.lazy(() =>
  z.strictObject({
    vpc: z.string().min(1, 'must name the network (VPC) the gateway belongs to'),
    subnet: z.string().min(1).exactOptional(),
    zone: z.string().min(1).exactOptional(),
  }),
);

export interface Network {
  readonly id: string;
  readonly name: string;
  readonly cidrs: readonly string[];
  readonly native: unknown;
}

/** A route that leads traffic of a network to a gateway. */
export interface Route {
  readonly id: string;
  /** Id of its route table. */
  readonly table: string;
  /** Where the traffic goes that it leads to the gateway, such as `0.0.0.0/0`. */
  readonly destination: string;
  readonly enabled: boolean;
  /** Ids of the subnets that its table serves. */
  readonly subnets: readonly string[];
  readonly native: unknown;
}

export interface Subnet {
  readonly id: string;
  readonly name: string;
  readonly network: string;
  readonly cidr: string;
  readonly zone?: string;
  readonly native: unknown;
}
