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

export interface Subnet {
  readonly id: string;
  readonly name: string;
  readonly network: string;
  readonly cidr: string;
  readonly zone?: string;
  readonly native: unknown;
}
