import type { StreamEvent } from '../changes/follow-run.ts';

const encoder = new TextEncoder();

/**
 * Server-sent events: those of the journal, each with an id that a client sends back as `Last-Event-ID`, then `end` with what has become of
 * the run. A comment whenever nothing is new keeps proxies from closing the connection.
 */
export function eventStream(
  follow: (signal: AbortSignal, onIdle: () => void) => Promise<AsyncIterable<StreamEvent>>,
  ending: () => Promise<unknown>,
  request: Request,
): Response {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, request.signal]);
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(text));
      };
      try {
        for await (const { id, run, event } of await follow(signal, () => send(':\n\n')))
          send(`id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify({ run, ...event })}\n\n`);
        if (!signal.aborted) send(`event: end\ndata: ${JSON.stringify(await ending())}\n\n`);
        controller.close();
      } catch (error) {
        if (!signal.aborted) controller.error(error);
      } finally {
        stop.abort();
      }
    },
    cancel: () => stop.abort(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
}

export const lastEventId = (request: Request): { readonly after?: string } => {
  const after = request.headers.get('last-event-id');
  return after === null || after === '' ? {} : { after };
};
