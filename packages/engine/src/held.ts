import { NatError } from '@polynat/core';
import type { Owner } from './port.ts';
import type { Waiting } from './waiting.ts';

export interface HeldDetails {
  /** What could not be taken: a run, or the lock a run holds. */
  readonly run: string;
  readonly lock?: string;
  /** Absent when the holder died before it could write its name. */
  readonly owner?: Owner;
  /** Whether the owner still works. When not, the run waits for someone to resume it or roll it back. */
  readonly working: boolean;
  /** What the run waits for; nobody works on it then. */
  readonly waiting?: Waiting;
}

/** A `conflict` that says who holds what is wanted, and since when. */
export class RunHeld extends NatError {
  readonly held: HeldDetails;

  constructor(held: HeldDetails) {
    super('conflict', describe(held), { remedy: remedy(held) });
    this.held = held;
  }
}

function describe({ run, lock, owner, working, waiting }: HeldDetails): string {
  const what = lock === undefined ? `run ${run} is` : `${lock} is locked by run ${run},`;
  if (waiting) return `${what} waiting for ${waiting.name} since ${new Date(waiting.since).toISOString()}`;
  if (!owner) return `${what} being taken by another process at this moment`;
  const since = new Date(owner.since).toISOString();
  const who = `process ${owner.pid} on ${owner.host} since ${since}`;
  return working ? `${what} held by ${who}` : `${what} which nobody works on; last ${who}`;
}

function remedy({ run, owner, working, waiting }: HeldDetails): string {
  if (waiting) return `answer ${waiting.name} of run ${run} and resume it, or roll it back`;
  if (!owner) return 'try again in a few seconds';
  if (working) return `wait for run ${run} to end, or stop it: process ${owner.pid} on ${owner.host}`;
  return `resume run ${run} or roll it back; unlock it only when it shall never go on`;
}

/** What the owner of an earlier segment is told. */
export function fenced(name: string): NatError {
  return new NatError('conflict', `another process has taken over ${name}; this one writes nothing more`, {
    remedy: 'ask for the state of the run to see who works on it',
  });
}
