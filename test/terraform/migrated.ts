import { planMigration, readMigrated } from '@polynat/migrate';
import type { EndedMigration } from '@polynat/terraform';
import type { Crossing } from '../migration/mishap.ts';
import type { Stage } from '../migration/stage.ts';
import { applyThrough } from '../migration/through.ts';

/** Every ordered pair of clouds that Terraform knows. */
export const pairs: readonly Crossing[] = [
  { from: 'alibaba', to: 'baidu', decided: { otherAddresses: 'allocate', size: { units: 1 } } },
  { from: 'alibaba', to: 'tencent-vpc', decided: { otherAddresses: 'allocate', accept: ['dnat-protocol'] } },
  {
    from: 'baidu',
    to: 'alibaba',
    decided: { otherAddresses: 'allocate', size: { metered: true }, billing: { mode: 'on-demand' } },
  },
  {
    from: 'baidu',
    to: 'tencent-vpc',
    decided: { otherAddresses: 'allocate', size: { metered: true }, billing: { mode: 'on-demand' } },
  },
  {
    from: 'tencent-vpc',
    to: 'alibaba',
    decided: { otherAddresses: 'allocate', accept: ['snat-source', 'snat-through'] },
  },
  {
    from: 'tencent-vpc',
    to: 'baidu',
    decided: { otherAddresses: 'allocate', size: { units: 2 }, accept: ['snat-source'] },
  },
];

/** Moves a gateway to another cloud, to the very end. */
export async function migrated(
  stage: Stage,
  source: string,
  { from, to, decided }: Crossing,
  deleteSource: boolean,
): Promise<EndedMigration> {
  const mapping = { network: await stage.placeOn(to), ...decided, ...(deleteSource && { deleteSource }) };
  const plan = await planMigration(stage.nat, source, { to, mapping });
  const outcome = await applyThrough(stage.migrations, plan);
  if (outcome.state !== 'done') throw new Error(`${from} to ${to} ended ${JSON.stringify(outcome)}`);
  return { source, target: readMigrated(outcome.output).ref, sourceDeleted: deleteSource };
}
