import type { Method } from '@polynat/transport';
import type * as z from 'zod';

/** One operation of Baidu AI Cloud's API, as its documents state it. A request is one flat object. */
export interface Operation<
  Request extends z.ZodType<Record<string, unknown>> = z.ZodType<Record<string, unknown>>,
  Response extends z.ZodType<Record<string, unknown>> = z.ZodType<Record<string, unknown>>,
> {
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
  /** Fields that travel in the query. */
  readonly query?: readonly string[];
  readonly request: Request;
  readonly response: Response;
  /** Every write takes a client token. */
  readonly repeat: 'read' | 'token';
  readonly writes: boolean;
  /** Where the list stands in the answer of a listing. */
  readonly listing?: string;
  /** Fields that are in the path or the query, hence not in the body. */
  readonly outsideBody: ReadonlySet<string>;
}

/** Keeps the exact schema types, so that a call infers its input and its answer. */
export const operation = <
  Request extends z.ZodType<Record<string, unknown>>,
  Response extends z.ZodType<Record<string, unknown>>,
>(
  facts: Omit<Operation<Request, Response>, 'outsideBody' | 'writes'>,
): Operation<Request, Response> => ({
  ...facts,
  writes: facts.repeat !== 'read',
  outsideBody: fieldsOutsideBody(facts),
});

function fieldsOutsideBody({ path, query = [] }: Pick<Operation, 'path' | 'query'>): ReadonlySet<string> {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field);
  return new Set([...inPath, ...query, 'clientToken']);
}
