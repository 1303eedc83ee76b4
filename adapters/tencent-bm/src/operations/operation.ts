import { type OperationDefinition, type Schema, withSchemas } from '@polynat/adapter-kit';

/** The two generations of the API that serve BM NAT gateways. */
export type Api = 'v2' | 'v3';

/** Whose host answers: gateways and networks, public addresses, or the rest of bare metal. */
export type Service = 'bmvpc' | 'bmeip' | 'bm';

type Fields = Schema<Record<string, unknown>>;

/** One operation of the API, as its documents state it. No operation takes an idempotency token. */
export interface Operation<Request extends Fields = Fields, Response extends Fields = Fields> {
  readonly name: string;
  readonly summary: string;
  readonly service: Service;
  readonly request: Request;
  readonly response: Response;
  readonly repeat: 'read' | 'once';
  readonly writes: boolean;
  /** Where the list stands in the answer of a listing. */
  readonly listing?: string;
}

const operation =
  (repeat: Operation['repeat']) =>
  <Request extends Fields, Response extends Fields>(
    name: string,
    service: Service,
    { request, response, ...facts }: OperationDefinition<Request, Response>,
  ): Operation<Request, Response> =>
    withSchemas({ ...facts, name, service, repeat, writes: repeat !== 'read' }, { request, response });

export const read = operation('read');
export const write = operation('once');
