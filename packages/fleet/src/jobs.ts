import { type CallOptions, check, NatError } from '@polynat/core';
import {
  type Engine,
  type Json,
  json,
  type OperationHandler,
  type Procedure,
  type Schedule,
} from '@polynat/engine';
import * as z from 'zod';
import type { FleetRuns } from './fleet-runs.ts';
import { moveByPolicy } from './moves/move-by-policy.ts';
import type { FleetMoves } from './moves/moves.ts';
import { type MovePolicy, readMovePolicy } from './moves/policy.ts';
import { renewByPolicy } from './renew-by-policy.ts';
import { type RenewalPolicy, readRenewalPolicy } from './renewal-policy.ts';
import { type ResizePolicy, readResizePolicy } from './resizes/policy.ts';
import { resizeByPolicy } from './resizes/resize-by-policy.ts';

/** Work that needs nobody to ask for it: its policy decides, when it runs. */
export type FleetJob =
  | { readonly renew: RenewalPolicy }
  | { readonly resize: ResizePolicy }
  | { readonly migrate: MovePolicy };

/** When a job runs. Times at which no worker was there are caught up once, or each with `missed: 'each'`. */
export type JobTimes = Pick<Schedule, 'cron' | 'timeZone' | 'missed'>;

/** Jobs by policy as runs of workers. The output of such a run is the summary of its job. */
export interface FleetJobs {
  /** Has workers do a job at the times of a cron expression. Register each once, at start-up, in every worker. */
  schedule(id: string, times: JobTimes, job: FleetJob | unknown): void;
}

export interface FleetJobsOptions {
  readonly engine: Engine;
  readonly runs: FleetRuns;
  readonly moves: FleetMoves;
}

const procedureName = 'polynat.fleet.job';

type Work = (policy: unknown, options: CallOptions) => Promise<object>;

export function createFleetJobs({ engine, runs, moves }: FleetJobsOptions): FleetJobs {
  engine.operation(
    'fleet.job',
    doing({
      renew: (policy, options) => renewByPolicy(runs, readRenewalPolicy(policy), options),
      resize: (policy, options) => resizeByPolicy(runs, readResizePolicy(policy), options),
      migrate: (policy, options) => moveByPolicy(moves, readMovePolicy(policy), options),
    }),
  );
  engine.procedure(procedureName, 1, doJob);
  return {
    schedule: (id, times, job) =>
      engine.schedule(id, { ...times, procedure: procedureName, input: readFleetJob(job) }),
  };
}

const kinds = ['renew', 'resize', 'migrate'] as const;

type JobKind = (typeof kinds)[number];

const jobSchema = z.partialRecord(z.enum(kinds), z.unknown());

const readers: Readonly<Record<JobKind, (policy: unknown) => unknown>> = {
  renew: readRenewalPolicy,
  resize: readResizePolicy,
  migrate: readMovePolicy,
};

/** Its only step may be repeated: what an earlier try has started is finished first. */
const doJob: Procedure = (run, input) => run.do({ name: 'job', kind: 'fleet.job', args: input });

const doing = (works: Readonly<Record<JobKind, Work>>): OperationHandler => ({
  async run(args, { signal }) {
    const [kind, policy] = jobIn(args);
    return json(await works[kind](policy, { signal }));
  },
});

/** Checks a job before it is due. */
function readFleetJob(input: unknown): Json {
  const [kind, policy] = jobIn(input);
  return json({ [kind]: readers[kind](policy) });
}

function jobIn(input: unknown): readonly [kind: JobKind, policy: unknown] {
  const jobs = check(jobSchema, input, 'job');
  const [first, second] = kinds.filter((kind) => jobs[kind] !== undefined);
  if (first !== undefined && second === undefined) return [first, jobs[first]];
  throw new NatError('invalid-argument', 'needs one of renew, resize and migrate', {
    field: 'job',
    remedy: 'write a schedule for each job',
  });
}
