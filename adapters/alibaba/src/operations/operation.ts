import { type Schema, withSchemas } from '@polynat/adapter-kit';
import type { Repeat } from '@polynat/transport';
import { type Answer, answer, type Fields, type WithEnvelope } from './answer.ts';

type Input = Schema<Record<string, unknown>>;

/** A native operation as data: how it is called, what it takes, what it answers, how it may be repeated. */
export interface Operation<Request extends Input = Input, Response extends Schema = Schema>
  extends Omit<Facts, 'answer'> {
  /** Its documented name. */
  readonly name: string;
  readonly repeat: Repeat;
  readonly writes: boolean;
  readonly request: Request;
  readonly response: Response;
}

interface Facts {
  /** The `Action` on the wire, where the service spells it differently. */
  readonly action?: string;
  readonly summary: string;
  /** Where the list stands in the answer of a listing. */
  readonly listing?: string;
  /** Provider codes of this operation that pass by themselves: the call is repeated until its deadline. */
  readonly retry?: readonly string[];
  /**
   * Provider codes that may only mean that the service has not yet learned of a change it reported as done. The facets look whether
   * the reason is over before they repeat; the native door passes them on, since only the caller can know.
   */
  readonly lag?: readonly string[];
}

interface Definition<Request, Answered> extends Facts {
  readonly request: () => Request;
  /** What an answer holds beside its request id. */
  readonly answer: Answered;
}

const operation =
  (repeat: Repeat) =>
  <Request extends Input, Answered extends Fields>(
    name: string,
    { request, answer: fields, ...facts }: Definition<Request, Answered>,
  ): Operation<Request, Schema<Answer<WithEnvelope<Answered>>>> =>
    withSchemas(
      { ...facts, name, repeat, writes: repeat !== 'read' },
      { request, response: () => answer(fields) },
    );

export const read = operation('read');
export const write = operation('once');
export const writeWithToken = operation('token');
