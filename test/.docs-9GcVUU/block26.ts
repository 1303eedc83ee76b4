import type { Span, Tracer } from '@opentelemetry/api';
import type { Trace } from '@polynat/transport';

export function spansOf(tracer: Tracer): Trace {
  const spans = new WeakMap<object, Span>();
  return (event) => {
    if (event.type === 'start') {
      const attributes = { 'polynat.cloud': event.cloud, 'polynat.operation': event.operation };
      spans.set(event.call, tracer.startSpan(`${event.cloud} ${event.operation}`, { attributes }));
    }
    const span = spans.get(event.call);
    if (event.type === 'retry') span?.addEvent('retry', { wait: event.wait, code: event.error.code });
    if (event.type !== 'end') return;
    span?.setAttribute('polynat.attempts', event.attempts);
    if (event.requestId !== undefined) span?.setAttribute('polynat.request_id', event.requestId);
    if (event.error) span?.setStatus({ code: 2, message: event.error.message });
    span?.end();
  };
}

export {};
