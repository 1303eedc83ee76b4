import type * as z from 'zod';
import type { Api } from './operation.ts';
import { v2Operations } from './v2/index.ts';
import { v3Operations } from './v3/index.ts';

/** The operations of each generation of the API, under their documented names. */
export const operations = { v2: v2Operations, v3: v3Operations };

type Operations<A extends Api> = (typeof operations)[A];
export type OperationName<A extends Api> = A extends Api ? keyof Operations<A> & string : never;

type OperationOf<A extends Api, Name extends string> = A extends Api
  ? Name extends keyof Operations<A>
    ? Operations<A>[Name]
    : never
  : never;

type Schemas<Op> = Op extends { readonly request: infer Request; readonly response: infer Response }
  ? { readonly request: Request; readonly response: Response }
  : never;

export type OperationInput<A extends Api, Name extends OperationName<A>> = z.input<
  Schemas<OperationOf<A, Name>>['request'] & z.core.$ZodType
>;
export type OperationOutput<A extends Api, Name extends OperationName<A>> = z.output<
  Schemas<OperationOf<A, Name>>['response'] & z.core.$ZodType
>;
