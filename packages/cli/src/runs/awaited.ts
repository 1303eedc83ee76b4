import type { RunRecord } from '@polynat/engine';
import type { Migration } from '@polynat/migrate';
import { describeMoment } from '../gateways/words.ts';

/** What has to come before a run goes on: an answer, or the end of what a cloud has accepted. */
export type Awaited =
  | { readonly type: 'answer'; readonly name: string; readonly since: number; readonly until?: number }
  | ({ readonly type: 'operation'; readonly step: string } & AcceptedChange);

interface AcceptedChange {
  readonly cloud: string;
  readonly mutation: string;
  readonly receipts: readonly { readonly subject: unknown; readonly requestId?: string }[];
}

/** Also of a run that was interrupted while it waited: whoever takes it up waits for the same. */
export function awaitedBy({ outcome, steps }: Pick<RunRecord, 'outcome' | 'steps'>): readonly Awaited[] {
  const answers = outcome?.state === 'waiting' ? [outcome] : [];
  const accepted = steps.flatMap(({ name, state, accepted }) =>
    state === 'started' && accepted ? [{ step: name, accepted }] : [],
  );
  return [
    ...answers.map(({ name, since, until }) => ({
      ...{ type: 'answer' as const, name, since },
      ...(until !== undefined && { until }),
    })),
    ...accepted.map(({ step, accepted: { cloud, mutation, receipts } }) => ({
      ...{ type: 'operation' as const, step, cloud, mutation },
      receipts,
    })),
  ];
}

/** In a cell of a table. */
export const awaitedText = (awaited: readonly Awaited[], migration?: Migration): string =>
  awaited
    .map((one) => (one.type === 'answer' ? answerText(one, migration) : awaitedOperation(one)))
    .join('; ');

function answerText({ name }: { readonly name: string }, migration: Migration | undefined): string {
  const until = migration?.state === 'soaking' ? migration.soak?.until : undefined;
  return until === undefined ? name : `soak until ${describeMoment(until)}`;
}

/** Such as `gateways.create on alibaba (ngw-1)`. */
export function awaitedOperation({ mutation, cloud, receipts }: AcceptedChange): string {
  const ids = receipts.flatMap(({ subject }) =>
    Object.values(subject ?? {}).filter((value) => typeof value === 'string' && value !== ''),
  );
  return `${mutation} on ${cloud}${ids.length > 0 ? ` (${[...new Set(ids)].join(' ')})` : ''}`;
}
