import { type OperationDefinition, type Schema, withSchemas } from '@polynat/adapter-kit';
import type { Method } from '@polynat/transport';

type Fields = Schema<Record<string, unknown>>;

/** One operation of Baidu AI Cloud's API, as its documents state it. A request is one flat object. */
export interface Operation<Request extends Fields = Fields, Response extends Fields = Fields> {
  /** The name in Baidu's API metadata (https://github.com/baidubce/bce-openapi-meta). */
  readonly name: string;
  readonly summary: string;
  /** Whose host answers: NAT gateways and networks live on `bcc`. */
  readonly service: 'bcc' | 'eip';
  readonly method: Method;
  /** `{field}` stands for a field of the request. */
  readonly path: string;
  /** The bare query key that tells apart the actions of one path, such as `purchaseReserved`. */
  readonly action?: string;
  readonly request: Request;
  readonly response: Response;
  /** Every write takes a client token. */
  readonly repeat: 'read' | 'token';
  readonly writes: boolean;
  /** Where the list stands in the answer of a listing. */
  readonly listing?: string;
}

/** Method, path and action stand together: `PUT /v1/nat/{natId}?resize`. */
export function operation<Request extends Fields, Response extends Fields>(
  name: string,
  call: `${Method} /${string}`,
  { request, response, ...facts }: OperationDefinition<Request, Response>,
): Operation<Request, Response> {
  const [method, place] = call.split(' ') as [Method, string];
  const [path = '', action] = place.split('?');
  const reads = method === 'GET';
  return withSchemas(
    {
      ...facts,
      name,
      method,
      path,
      ...(action !== undefined && { action }),
      service: path.startsWith('/v1/eip') ? 'eip' : 'bcc',
      repeat: reads ? 'read' : 'token',
      writes: !reads,
    } as const,
    { request, response },
  );
}
