import { type Clock, NatError } from '@polynat/core';
import type { Exchange, Interceptor, Reply } from './interceptor.ts';
import { redacted } from './redact.ts';
import type { Trace, TraceCall, TraceEvent } from './trace.ts';

/** Reports the call to a listener: its start, each retry, its end. */
export const tracing =
  (trace: Trace, clock: Clock): Interceptor =>
  (next) =>
  async (exchange) => {
    const subject = subjectOf(exchange);
    const started = clock.now();
    let attempts = 1;
    const ended = (details: EndDetails) =>
      tell(trace, { type: 'end', ...subject, attempts, duration: clock.now() - started, ...details });
    tell(trace, { type: 'start', ...subject });
    try {
      const reply = await next({
        ...exchange,
        onRetry: (retry) => {
          attempts += 1;
          tell(trace, { type: 'retry', ...subject, ...retry });
        },
        onQueued: (wait) => tell(trace, { type: 'queued', ...subject, wait }),
        onAttempt: ({ request, response, ...sent }) => {
          const status = response && { status: response.status };
          const http = () => redacted(request, response);
          tell(trace, { type: 'attempt', ...subject, ...sent, ...status, http });
        },
      });
      ended(endOf(reply));
      return reply;
    } catch (thrown) {
      const error = NatError.from(thrown);
      ended({ error, ...endOf({ ...error.provider }) });
      throw error;
    }
  };

type EndDetails = Pick<Extract<TraceEvent, { type: 'end' }>, 'status' | 'requestId' | 'error'>;

const subjectOf = ({ wireCall: { cloud, operation } }: Exchange<unknown>): TraceCall => ({
  call: {},
  cloud,
  operation,
});

const endOf = ({ status, requestId }: Partial<Reply<unknown>>): EndDetails => ({
  ...(status !== undefined && { status }),
  ...(requestId !== undefined && { requestId }),
});

/** What the listener throws never reaches the call. */
function tell(trace: Trace, event: TraceEvent): void {
  try {
    trace(event);
  } catch {
    // The call goes on without it.
  }
}
