import type { GatewayDocument, MigrationPlan } from '@polynat/migrate';
import { reportOf } from '@polynat/pictures';
import { writeText } from '../command-line/files.ts';
import type { Io } from '../terminal/io.ts';

/** Writes a plan as one HTML file. */
export const writeReport = (io: Io, file: string, plan: MigrationPlan, before?: GatewayDocument): void =>
  writeText(io, file, reportOf({ plan, ...(before && { before }) }));
