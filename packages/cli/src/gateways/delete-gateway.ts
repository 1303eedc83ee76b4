import type { DeletionItem, GatewayHandle } from '@polynat/core';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { UsageError } from '../terminal/failures.ts';
import { table } from '../terminal/table.ts';

interface Choice {
  readonly cascade: boolean;
  readonly release: boolean;
  readonly dryRun: boolean;
}

/** Reads first what would go, for the question; then names the public IPs to release, so that a repetition knows them too. */
export async function deleteWithDependents(
  { terminal, follow, call }: Needs<'terminal' | 'follow' | 'call'>,
  gateway: GatewayHandle,
  { cascade, release, dryRun }: Choice,
): Promise<Answer> {
  if (!cascade) throw new UsageError('--release goes with --cascade', 'add --cascade');
  const { ref } = gateway;
  const all = { cascade: true, ...(release && { release: true as const }) } as const;
  const plan = await terminal.reading(`${ref}`, gateway.delete({ ...call, ...all, dryRun: true }));
  if (dryRun) return { json: plan, text: table(plan.items, columns, 'Nothing would go.') };
  const listed = plan.items.map((item) => `  ${item.summary}: ${item.end}, by ${doer(item)}`).join('\n');
  await terminal.confirm(`Delete ${plan.gateway.name} (${ref}). Traffic through it stops.\n${listed}`);
  const released = plan.items.filter(({ end }) => end === 'released').map(({ id }) => id);
  await follow(
    `delete ${ref}`,
    gateway.delete({ ...call, cascade: true, ...(release && { release: released }) }),
  );
  return { json: { deleted: `${ref}`, items: plan.items }, text: `Deleted ${ref}.\n` };
}

const doer = ({ by }: DeletionItem): string =>
  by === 'cloud' ? 'the cloud, with the gateway' : 'a request of its own';

const columns = [
  { title: 'what', of: ({ summary }: DeletionItem) => summary },
  { title: 'becomes', of: ({ end }: DeletionItem) => end },
  { title: 'by', of: doer },
];
