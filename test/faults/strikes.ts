import type { FaultInput } from '@polynat/emulator';
import type { WireRequestLike, WireResponseLike } from '@polynat/testkit';
import type { Strike } from './line.ts';
import { refusalsOf } from './refusals.ts';
import type { Stage } from './stage.ts';

/** A kind of fault: what it does to one request. */
export interface StrikeKind {
  /** Whether it makes a difference only where something can change. */
  readonly writesOnly?: true;
  /** Whether it makes a difference only for a read that comes after a write. */
  readonly lateReadsOnly?: true;
  /** Whether the cloud's work itself goes wrong: what is there then is neither the world before nor the world after. */
  readonly spoilsWork?: true;
  /** `asBefore` answers a request as the cloud would have before the write. */
  on(stage: Stage, asBefore: Strike): Strike;
}

const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html' };

const page = '<html><body><h1>Sign in to the network</h1></body></html>';

/** Answers that are not the cloud's. */
const strangers: Readonly<Record<string, Answer>> = {
  '404 without a code': { status: 404, headers: json, body: '{"message":"no such route"}' },
  '200 with an empty object': { status: 200, headers: json, body: '{}' },
  '200 with nothing': { status: 200, headers: {}, body: '' },
  "200 with a proxy's JSON": { status: 200, headers: json, body: '{"status":"ok","data":[],"total":0}' },
  '200 with a page': { status: 200, headers: html, body: page },
  '502 with a page': { status: 502, headers: html, body: page },
  '503 with nothing': { status: 503, headers: {}, body: '' },
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Nothing listens there. */
const closedPort = 'http://127.0.0.1:1';

export const strikeKinds: Readonly<Record<string, StrikeKind>> = {
  'connection refused': {
    on: () => (request, send) => send({ ...request, url: movedTo(closedPort, request) }),
  },
  'reset before it arrives': emulated({ kind: 'reset-before' }),
  'answer lost': emulated({ kind: 'reset-after' }),
  'answer cut': emulated({ kind: 'truncate' }),
  'breakdown of the cloud': emulated({ kind: 'server-error' }),
  'breakdown of the cloud, carried out': {
    ...emulated({ kind: 'server-error', committed: true }),
    writesOnly: true,
  },
  throttled: emulated({ kind: 'throttle', retryAfter: 3 }),
  'work that sticks': { ...emulated({ kind: 'stuck' }), writesOnly: true, spoilsWork: true },
  'work that fails': { ...emulated({ kind: 'failed' }), writesOnly: true, spoilsWork: true },
  ...Object.fromEntries(Object.entries(strangers).flatMap(([name, answer]) => strangeKinds(name, answer))),
  'permission refused': { on: (stage) => async () => refusalsOf(stage.wire).forbidden },
  'credentials expired': { on: (stage) => async () => refusalsOf(stage.wire).expired },
  'answer as before the write': { lateReadsOnly: true, on: (_, asBefore) => asBefore },
};

function strangeKinds(name: string, answer: Answer): readonly (readonly [string, StrikeKind])[] {
  const response = responseOf(answer);
  return [
    [`a stranger's ${name}`, { on: () => async () => response }],
    [
      `a stranger's ${name}, carried out`,
      {
        writesOnly: true,
        on: () => async (request, send) => {
          await send(request);
          return response;
        },
      },
    ],
  ];
}

/** A fault of the emulator that strikes this request alone. */
function emulated(fault: FaultInput): StrikeKind {
  return {
    on:
      ({ emulator, section }) =>
      async (request, send) => {
        emulator.faults.append({ ...fault, cloud: section, count: 1 });
        try {
          return await send(request);
        } finally {
          emulator.faults.clear();
        }
      },
  };
}

function responseOf({ status, headers, body }: Answer): WireResponseLike {
  return { status, headers, body: new TextEncoder().encode(body) };
}

/** The same request at another origin. The signature covers the host, so the `host` header stays as it was. */
export const redirected = (origin: string, request: WireRequestLike): WireRequestLike => ({
  ...request,
  headers: { host: new URL(request.url).host, ...request.headers },
  url: movedTo(origin, request),
});

function movedTo(origin: string, { url }: WireRequestLike): string {
  const { pathname, search } = new URL(url);
  return `${origin}${pathname}${search}`;
}
