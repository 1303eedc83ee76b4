import type { Trace, TraceEvent } from '@polynat/transport';
import type { Io } from './io.ts';
import { tellProgram } from './notes.ts';
import { paint } from './paint.ts';

/** Characters of a body that are shown. */
const longest = 4_000;

/** Reports requests, answers, retries and waits on standard error. The pipeline has removed all secrets. */
export function httpLog(io: Io): Trace {
  return (event) => {
    if (io.progress === 'json') return tellProgram(io, dataOf(event));
    for (const line of linesOf(event)) io.err(`${paint(`http ${line}`, 'faint', io.colour.err)}\n`);
  };
}

function linesOf(event: TraceEvent): readonly string[] {
  const subject = `${event.cloud} ${event.operation}`;
  switch (event.type) {
    case 'start':
      return [];
    case 'queued':
      return [`${subject}: waited ${event.wait} ms for the rate limit`];
    case 'attempt':
      return attemptOf(subject, event);
    case 'retry':
      return [
        `${subject}: attempt ${event.attempt} failed, next in ${event.wait} ms: ${event.error.message}`,
      ];
    case 'end':
      return [`${subject}: ${endOf(event)}`];
  }
}

function attemptOf(
  subject: string,
  { status, error, duration, http }: Extract<TraceEvent, { type: 'attempt' }>,
): readonly string[] {
  const { method, url, body, answer } = http();
  return [
    `${subject}: ${method} ${url} → ${status ?? error?.message} in ${duration} ms`,
    ...(body === undefined ? [] : [`  sent ${cut(body)}`]),
    ...(answer === undefined ? [] : [`  answered ${cut(answer)}`]),
  ];
}

function endOf({ error, attempts, duration, requestId }: Extract<TraceEvent, { type: 'end' }>): string {
  const how = error ? `failed with ${error.code}` : 'done';
  const id = requestId === undefined ? '' : `, request ${requestId}`;
  return `${how} after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} in ${duration} ms${id}`;
}

const cut = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest)}… (${line.length} characters)`;
};

/** The event without the identity of its call, which only a listener in the process can use. */
function dataOf({ type, cloud, operation, ...event }: TraceEvent): object {
  const { call: _, ...told } = 'http' in event ? { ...event, http: event.http() } : event;
  return { type: `http.${type}`, cloud, operation, ...told };
}
