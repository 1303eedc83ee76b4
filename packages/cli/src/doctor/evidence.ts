import type { NativeOperation } from '@polynat/core';
import type { Trace } from '@polynat/transport';

/** One answered request: what it was, when it was answered, and the body without secrets. */
export interface Heard {
  readonly operation: string;
  readonly origin: string;
  readonly status: number;
  /** Milliseconds by which the answer's own clock was ahead of ours. */
  readonly lead: number | undefined;
  readonly answer: unknown;
}

/** Keeps what a cloud answered while it was asked. */
export class Evidence {
  readonly heard: Heard[] = [];

  constructor(now: () => number) {
    this.trace = (event) => {
      if (event.type !== 'attempt' || event.status === undefined) return;
      const { url, date, answer = '' } = event.http();
      const sent = date === undefined ? Number.NaN : Date.parse(date);
      this.heard.push({
        operation: event.operation,
        origin: new URL(url).origin,
        status: event.status,
        lead: Number.isNaN(sent) ? undefined : sent - now(),
        answer: parsed(answer),
      });
    };
  }

  readonly trace: Trace;

  /** The answers of each operation that succeeded, as its schema reads them. */
  byOperation(known: Readonly<Record<string, NativeOperation>>): ReadonlyMap<string, readonly unknown[]> {
    const found = new Map<string, unknown[]>();
    for (const { operation, status, answer } of this.heard) {
      if (status >= 300 || !Object.hasOwn(known, operation)) continue;
      found.set(operation, [...(found.get(operation) ?? []), unwrapped(answer)]);
    }
    return found;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tencent Cloud API 3.0 puts each answer into `Response`. https://cloud.tencent.com/document/api/215/30637 */
function unwrapped(answer: unknown): unknown {
  const inner =
    typeof answer === 'object' && answer !== null && 'Response' in answer ? answer.Response : undefined;
  return inner ?? answer;
}
