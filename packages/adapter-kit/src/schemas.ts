/** What an operation takes and answers. */
export interface Schemas<Request, Response> {
  readonly request: Request;
  readonly response: Response;
}

/** The same, not built yet. */
export interface SchemaBuilders<Request, Response> {
  readonly request: () => Request;
  readonly response: () => Response;
}

/** What a table of operations says of each, whatever its wire. */
export interface OperationDefinition<Request, Response> extends SchemaBuilders<Request, Response> {
  readonly summary: string;
  /** Where the list stands in the answer of a listing. */
  readonly listing?: string;
}

/**
 * An operation whose schemas are built when they are first used. The tables of a cloud have hundreds, which would be most of what it
 * costs to import an adapter, while a program calls a handful of operations.
 */
export function withSchemas<Facts extends object, Request, Response>(
  facts: Facts,
  builders: SchemaBuilders<Request, Response>,
): Facts & Schemas<Request, Response> {
  const request = once(builders.request);
  const response = once(builders.response);
  return {
    ...facts,
    get request() {
      return request();
    },
    get response() {
      return response();
    },
  };
}

function once<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
