function spansOf(tracer: Tracer): Trace {
  const spans = new WeakMap<object, Span>();
  return (event) => {
    if (event.type === 'start') spans.set(event.call, tracer.startSpan(`${event.cloud} ${event.operation}`));
    const span = spans.get(event.call);
    if (event.type === 'retry') span?.addEvent('retry', { wait: event.wait, code: event.error.code });
    if (event.type !== 'end') return;
    span?.setAttributes({ attempts: event.attempts, status: event.status, requestId: event.requestId });
    if (event.error) span?.setStatus({ code: 2, message: event.error.message });
    span?.end();
  };
}

export {};
