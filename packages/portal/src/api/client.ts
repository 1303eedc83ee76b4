import { isProblem, ProblemError } from './problem.ts';
import { StreamReader } from './stream.ts';

export interface ClientOptions {
  /** Where the server is mounted, such as `/nat`. */
  readonly server: string;
  /** A bearer token; without one the cookie of the page counts. */
  readonly token?: string;
}

export interface Asking {
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A lost stream is asked again after so many milliseconds. */
const pause = 1_000;

/** The REST API of the server as the page uses it. */
export class Client {
  readonly #base: string;
  readonly #token: string | undefined;

  constructor({ server, token }: ClientOptions) {
    this.#base = `${server.replace(/\/+$/, '')}/api/v1`;
    this.#token = token === '' ? undefined : token;
  }

  get<T>(path: string, asking: Asking = {}): Promise<T> {
    return this.ask<T>('GET', path, asking);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.ask<T>('POST', path, { body });
  }

  async ask<T>(method: string, path: string, { query = {}, body, headers, signal }: Asking = {}): Promise<T> {
    const response = await this.#fetch(path, query, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    return response.json();
  }

  /** Every page of a listing, as soon as each is there. */
  async *pages<T extends { readonly next?: string }>(path: string, asking: Asking = {}): AsyncGenerator<T> {
    let cursor: string | undefined;
    do {
      const query = { ...asking.query, limit: 1_000, cursor };
      const page = await this.get<T>(path, { ...asking, query });
      yield page;
      cursor = page.next;
    } while (cursor !== undefined);
  }

  /** The events of a run or an operation from its beginning, through lost connections, until it has ended or the signal fires. */
  async *follow<T>(
    path: string,
    signal: AbortSignal,
  ): AsyncGenerator<{ readonly type: string; readonly data: T }> {
    let after = '';
    while (!signal.aborted) {
      try {
        const headers: Record<string, string> = after === '' ? {} : { 'last-event-id': after };
        const { body } = await this.#fetch(path, {}, { headers, signal });
        const reader = new StreamReader(after);
        for await (const piece of textOf(body)) {
          for (const { type, data, id } of reader.read(piece)) {
            after = id;
            yield { type, data: JSON.parse(data) };
            if (type === 'end') return;
          }
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ProblemError && error.problem.status < 500 && error.problem.status !== 429)
          throw error;
      }
      await sleep(pause, signal);
    }
  }

  async #fetch(path: string, query: Asking['query'], init: RequestInit): Promise<Response> {
    const words = Object.entries(query ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((one): [string, string] => [name, `${one}`]),
    );
    const search = words.length > 0 ? `?${new URLSearchParams(words)}` : '';
    const headers = new Headers(init.headers);
    if (this.#token !== undefined) headers.set('authorization', `Bearer ${this.#token}`);
    const response = await fetch(`${this.#base}${path}${search}`, { ...init, headers });
    if (response.ok) return response;
    const told: unknown = await response.json().catch(() => undefined);
    throw new ProblemError(isProblem(told) ? told : unreadable(response.status));
  }
}

async function* textOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const unreadable = (status: number) => ({
  status,
  code: 'protocol' as const,
  detail: `the server answered ${status}`,
  outcome: 'unknown' as const,
});

const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
