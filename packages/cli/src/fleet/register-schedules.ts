import { NatError } from '@polynat/core';
import type { FleetJobs } from '@polynat/fleet';
import type { ConfiguredSchedule } from '../clouds/schedules.ts';
import { parseYaml, readText } from '../command-line/files.ts';
import type { Io } from '../terminal/io.ts';
import { readMoveFile } from './moves-input.ts';

/** A policy that cannot be used is refused before the worker begins, not at night. */
export function registerSchedules(io: Io, jobs: FleetJobs, schedules: readonly ConfiguredSchedule[]): void {
  for (const { id, job, policy, times } of schedules) {
    try {
      const content = parseYaml(readText(io, policy, 'policy'), policy);
      jobs.schedule(id, times, { [job]: job === 'migrate' ? readMoveFile(io, policy, content) : content });
    } catch (thrown) {
      const error = NatError.from(thrown);
      throw error.with({ field: `schedules.${id}: ${error.field ?? job}` });
    }
  }
}
