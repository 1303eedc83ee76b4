import type { Principal } from '@polynat/access';
import type * as z from 'zod';
import type { Service } from '../create-service.ts';

/** One request that has been signed in, checked and read. */
export interface RestCall<Q = unknown, B = unknown> {
  readonly service: Service;
  readonly principal: Principal;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Q;
  readonly body: B;
  readonly request: Request;
  /** The path below which the API lives, such as `/nat/api/v1`. */
  readonly base: string;
}

/** One route as data: what it takes, what it answers, and how. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with parameters as OpenAPI writes them. */
  readonly path: string;
  /** Of the operation in OpenAPI, and of the action that the policy decides on. */
  readonly name: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.core.$ZodType;
  /** By status; a stream has no schema. */
  readonly answers: Readonly<Record<number, z.core.$ZodType | 'stream'>>;
  /** Shown to programs: what it does beside changing a setting. */
  readonly effects?: readonly string[];
  /** Whether the service decides by itself who may. */
  readonly decides?: boolean;
  handle(call: RestCall): Promise<Response>;
}

interface Typed<Q extends z.ZodObject, B extends z.core.$ZodType>
  extends Omit<Route, 'query' | 'body' | 'handle'> {
  readonly query?: Q;
  readonly body?: B;
  handle(call: RestCall<z.output<Q>, z.output<B>>): Promise<Response>;
}

/** What a route takes has passed its schemas when it is handled. */
export const route = <Q extends z.ZodObject, B extends z.core.$ZodType>(typed: Typed<Q, B>): Route => ({
  ...typed,
  handle: (call) => typed.handle(call as RestCall<z.output<Q>, z.output<B>>),
});

/** Text as JSON, without what only the provider's own records hold. */
export const answer = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(
    JSON.stringify(value, (name, member) => (name === 'native' ? undefined : member)),
    { status, headers: { 'content-type': 'application/json', ...headers } },
  );
