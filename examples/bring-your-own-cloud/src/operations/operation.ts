import type { Method, Repeat } from '@polynat/transport';
import type * as z from 'zod';

/** One operation of the provider as data. Path parameters stand in braces; what is left goes into the query or the body. */
export interface Operation {
  readonly name: string;
  readonly summary: string;
  readonly method: Method;
  readonly path: string;
  readonly repeat: Repeat;
  readonly writes: boolean;
  readonly request: z.ZodType<Record<string, unknown>>;
  readonly response: z.ZodType;
}
