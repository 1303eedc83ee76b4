import type { Json } from '@polynat/engine';
import type { FailedGateway, Skipped } from '../fleet-gateways.ts';
import { type RunResults, settled } from '../run-results.ts';
import type { ResizePlan } from './plan.ts';
import type { ResizeSkipReason } from './verdict.ts';

export interface ResizedGateway {
  readonly ref: string;
  readonly run: string;
  /** The size that the cloud reports afterwards. */
  readonly size: Json;
}

/** What became of every gateway of a policy. */
export interface ResizeSummary {
  /** `null` when nothing had to be started. */
  readonly run: string | null;
  readonly resized: readonly ResizedGateway[];
  readonly skipped: readonly Skipped<ResizeSkipReason>[];
  readonly failed: readonly FailedGateway[];
}

/** `finished`: runs of earlier processes that were finished first. */
export function resizeSummaryOf(
  { skipped, failed }: Pick<ResizePlan, 'skipped' | 'failed'>,
  finished: readonly RunResults[],
  current?: RunResults,
): ResizeSummary {
  const { done, left } = settled({ skipped, failed }, finished, current);
  return {
    run: current?.run ?? null,
    resized: done.map(({ ref, run, result }) => ({ ref, run, size: result })),
    ...left,
  };
}
