import type { Repeat } from '@polynat/transport';
import type * as z from 'zod';

type Fields = z.ZodType<Record<string, unknown>>;

/** A native operation as data: how it is called, what it takes, what it answers, how it may be repeated. */
export interface Operation<Request extends Fields = Fields, Response extends z.ZodType = z.ZodType> {
  /** Its documented name. */
  readonly name: string;
  /** The `Action` on the wire, where the service spells it differently. */
  readonly action?: string;
  readonly summary: string;
  readonly repeat: Repeat;
  readonly writes: boolean;
  /** Where the list stands in the answer of a listing. */
  readonly listing?: string;
  /** Provider codes of this operation that pass by themselves: the call is repeated until its deadline. */
  readonly retry?: readonly string[];
  /**
   * Provider codes that may only mean that the service has not yet learned of a change it reported as done. The facets look whether
   * the reason is over before they repeat; the native door passes them on, since only the caller can know.
   */
  readonly lag?: readonly string[];
  readonly request: Request;
  readonly response: Response;
}

/** Keeps the exact schema types, so that a call infers its input and its answer. */
export const operation = <Request extends Fields, Response extends z.ZodType>(
  facts: Omit<Operation<Request, Response>, 'writes'>,
): Operation<Request, Response> => ({ ...facts, writes: facts.repeat !== 'read' });
