import * as z from 'zod';
import type { EmulatorClock } from './clock.ts';
import type { EmulatorConnection } from './connection.ts';
import { emulatorReply } from './dispatch.ts';
import { type FaultControls, parseFaults } from './faults.ts';
import type { HttpReply, HttpRequest } from './http.ts';
import type { RequestCount } from './request-counts.ts';
import type { LoggedRequest } from './request-log.ts';

/** What the control plane steers; the same object a test in the same process holds. */
export interface Controlled {
  readonly url: string;
  readonly port: number;
  readonly clock: EmulatorClock;
  readonly faults: FaultControls;
  connection(): EmulatorConnection;
  /** The last 10 000 requests, oldest first, without secrets. */
  requests(): readonly LoggedRequest[];
  clearRequests(): void;
  /** Requests per account, operation and second since the start or the last clearing, without a limit. */
  stats(): readonly RequestCount[];
  /** The whole state as plain JSON. */
  world(): Readonly<Record<string, unknown>>;
  /** State, faults and log as right after the start. The clock keeps what it was advanced by. */
  reset(): void;
  /** Adds the resources of a seed; throws an Error naming the field. */
  seed(seed: unknown): void;
  /** Throws an Error naming the broken rule when a cloud's state contradicts itself. */
  checkInvariants(): void;
}

const PREFIX = '/_emulator';

const clockSchema = z
  .strictObject({
    /** Emulated seconds to jump ahead. */
    advance: z.number().nonnegative().optional(),
    /** Divides every emulated duration from now on; 0 = instantly. */
    speed: z.number().nonnegative().optional(),
  })
  .refine((body) => body.advance !== undefined || body.speed !== undefined, 'give advance or speed');

type Route = (emulator: Controlled, body: () => unknown) => unknown;

const routes: Readonly<Record<string, Route>> = {
  'GET /_emulator': (emulator) => emulator.connection(),
  'GET /_emulator/world': (emulator) => emulator.world(),
  'POST /_emulator/reset': (emulator) => {
    emulator.reset();
    return emulator.connection();
  },
  'POST /_emulator/seed': (emulator, body) => {
    emulator.seed(body());
    return emulator.connection();
  },
  'GET /_emulator/clock': clockOf,
  'POST /_emulator/clock': (emulator, body) => {
    const { advance, speed } = clockSchema.parse(body());
    if (speed !== undefined) emulator.clock.setSpeed(speed);
    if (advance !== undefined) emulator.clock.advance(advance * 1000);
    return clockOf(emulator);
  },
  'GET /_emulator/faults': (emulator) => emulator.faults.list(),
  'POST /_emulator/faults': (emulator, body) => {
    emulator.faults.append(parseFaults(body()));
    return emulator.faults.list();
  },
  'PUT /_emulator/faults': (emulator, body) => {
    emulator.faults.replace(parseFaults(body()));
    return emulator.faults.list();
  },
  'DELETE /_emulator/faults': (emulator) => {
    emulator.faults.clear();
    return [];
  },
  'GET /_emulator/requests': (emulator) => emulator.requests(),
  'GET /_emulator/stats': (emulator) => emulator.stats(),
  'DELETE /_emulator/requests': (emulator) => {
    emulator.clearRequests();
    return [];
  },
};

export function isControlRequest(request: HttpRequest): boolean {
  return request.path === PREFIX || request.path.startsWith(`${PREFIX}/`);
}

export function handleControl(emulator: Controlled, request: HttpRequest): HttpReply {
  const path = request.path.replace(/\/$/, '');
  const route = routes[`${request.method} ${path}`];
  if (route === undefined) {
    return emulatorReply(404, 'NoSuchRoute', `The control plane offers: ${Object.keys(routes).join(', ')}.`);
  }
  try {
    const body = JSON.stringify(route(emulator, () => JSON.parse(request.body)));
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  } catch (error) {
    return emulatorReply(400, 'InvalidInput', reasonOf(error));
  }
}

function clockOf({ clock }: Controlled): unknown {
  return {
    wall: new Date(clock.wall()).toISOString(),
    calendar: new Date(clock.calendar()).toISOString(),
    speed: clock.speed,
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  if (error instanceof SyntaxError) return `The body is not JSON: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
