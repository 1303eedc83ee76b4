import type { Clouds } from '@polynat/core';
import type { Emulator } from '@polynat/emulator';
import { reportOf } from '@polynat/pictures';
import {
  driftFromState,
  exportHcl,
  exportMigration,
  type HclExport,
  type MigrationExport,
  readState,
} from '@polynat/terraform';
import type { Watcher } from '../migration/story.ts';
import type { Shown } from './state.ts';

/** A workspace of Terraform: the command itself, or what stands for it where there is none. Each throws when a plan is not as promised. */
export interface Keeping {
  /** Imports a gateway that was exported, after which nothing differs. */
  takes(exported: HclExport): Promise<Shown>;
  differsNow(): Promise<readonly string[]>;
  /** Imports what a migration has built, and lets go of its source but for its public IPs. */
  handsOver(made: MigrationExport, before: HclExport, kept: readonly string[]): Promise<void>;
  close(): void;
}

/** A team that keeps its gateways in Terraform and watches a migration. */
export function terraformWatcher(open: (emulator: Emulator) => Promise<Keeping>): Watcher {
  let held: { readonly keeping: Keeping; readonly exported: HclExport; readonly state: Shown } | undefined;
  const holding = () => {
    if (!held) throw new Error('the story has begun');
    return held;
  };
  return {
    async begins({ nat, emulator }, source) {
      const keeping = await open(emulator);
      const exported = await exportHcl(nat, source);
      held = { keeping, exported, state: await keeping.takes(exported) };
      const [found, ...others] = readState(held.state);
      const isFound = found?.id !== undefined && source.endsWith(`/${found.id}`) && others.length === 0;
      return [...(isFound ? [] : [`the state does not tell ${source}`]), ...(await drift(nat, held.state))];
    },
    async plans(plan, before) {
      const report = reportOf({ plan, before });
      const told = before.addresses.filter(({ ip }) => !report.includes(ip)).map(({ ip }) => ip);
      const pictures = report.match(/<svg/g)?.length;
      return [
        ...told.map((ip) => `the report does not tell ${ip}`),
        ...(pictures === 2 ? [] : [`the report has ${pictures} pictures`]),
      ];
    },
    async rolledBack({ nat }) {
      const { keeping, state } = holding();
      return [...(await drift(nat, state)), ...(await keeping.differsNow())];
    },
    async ends({ nat }, ended) {
      const { keeping, exported, state } = holding();
      const [found] = readState(state);
      const made = await exportMigration(nat, ended, { state });
      const owned = [...(found?.owned ?? [])].sort();
      await keeping.handsOver(made, exported, found?.kept ?? []);
      keeping.close();
      const released = [...made.removed].sort();
      return released.join() === owned.join() ? [] : [`let go of ${released.join()}, not of ${owned.join()}`];
    },
  };
}

async function drift(nat: Clouds, state: Shown): Promise<readonly string[]> {
  const found = await driftFromState(nat, state);
  return found.flatMap(({ steps, failure }) => [
    ...steps.map((step) => `drift: ${step}`),
    ...(failure ? [`drift: ${failure.message}`] : []),
  ]);
}
