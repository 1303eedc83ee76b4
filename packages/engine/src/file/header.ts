import { dirname } from 'node:path';
import { NatError } from '@polynat/core';
import * as z from 'zod';
import type { Json } from '../json.ts';
import { decodeLines } from './line.ts';

/** Raised when an older release could misread what a newer one writes. */
const format = 1;

const formatSchema = z.looseObject({ format: z.int() });

const headerSchema = z.strictObject({
  format: z.literal(format),
  epoch: z.int(),
  owner: z.strictObject({
    host: z.string(),
    machine: z.string(),
    pid: z.int(),
    started: z.string(),
    session: z.string(),
    since: z.number(),
  }),
});

const carriedSchema = z.strictObject({ carried: z.array(z.custom<Json>((value) => value !== undefined)) });

export type SegmentOwner = z.output<typeof headerSchema>['owner'];

/** The first line of a segment: who created it. */
export function headerLine(epoch: number, owner: SegmentOwner): Json {
  return { format, epoch, owner };
}

/** The second line: everything the journal held before, so that a segment stands alone. */
export function carriedLine(lines: readonly Json[]): Json {
  return { carried: lines };
}

export interface SegmentContent {
  readonly owner?: SegmentOwner;
  /** Absent while the segment does not stand alone yet: its owner died before the second line was written. */
  readonly lines?: readonly Json[];
  /** Whether its owner has appended a line. */
  readonly used: boolean;
}

/** `path` is where the text was read from, for people to find it. */
export function readSegment(epoch: number, text: string, path: string): SegmentContent {
  const { values, damaged } = decodeLines(text);
  const [first, second, ...rest] = values;
  refuseNewer(first);
  if (damaged !== undefined) throw damage(path, damaged);
  if (first === undefined) return { used: false };
  const header = headerSchema.safeParse(first);
  if (!header.success || header.data.epoch !== epoch) throw damage(path, 1);
  if (second === undefined) return { owner: header.data.owner, used: false };
  const carried = carriedSchema.safeParse(second);
  if (!carried.success) throw damage(path, 2);
  return {
    owner: header.data.owner,
    lines: [...carried.data.carried, ...rest],
    used: rest.length > 0,
  };
}

/** Reading on without what is missing could buy again what the journal says was bought. */
function damage(path: string, line: number): NatError {
  return new NatError('failed-precondition', `the journal ${path} is damaged at line ${line}`, {
    remedy: `bring the file back from a backup; without one, compare its lines with what exists in the cloud, and move the folder ${dirname(path)} away only when nothing of the run is left open`,
  });
}

/** A journal of a newer release must not look like a damaged one: that would start the run from the beginning. */
function refuseNewer(first: Json | undefined): void {
  const written = formatSchema.safeParse(first);
  if (!written.success || written.data.format <= format) return;
  throw new NatError(
    'failed-precondition',
    `the journal has format ${written.data.format}, this release reads ${format}`,
    {
      remedy: 'go on with the release that wrote it, or a newer one',
    },
  );
}
