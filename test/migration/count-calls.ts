import { type Mapping, type MigrationPlan, planMigration } from '@polynat/migrate';
import { crossings } from './crossings.ts';
import { manyRules } from './large.ts';
import { openStage } from './stage.ts';

/**
 * `pnpm bench`: how many requests a migration sends over each ordered pair of clouds, and for 500 DNAT and 100 SNAT rules. The fewest
 * writes possible are one for each step that changes something: each public IP, the gateway, and the rules as the cloud takes them.
 */
const isRead = (operation: string): boolean => /^(Describe|List|Get|Query|EipBmQuery)/.test(operation);
const checks: readonly string[] = ['source.check', 'target.check', 'verify', 'cut-over.start', 'cut-over'];

interface Counted {
  readonly from: string;
  readonly to: string;
  readonly decided: Omit<Mapping, 'network'>;
  readonly seed?: unknown;
}

async function count({ from, to, decided, seed }: Counted, title: string): Promise<void> {
  const stage = await openStage(seed);
  const { nat, clock, emulator } = stage;
  const mapping: Mapping = { network: await stage.placeOn(to), ...decided };
  const plan = await planMigration(nat, await stage.gatewayOn(from), { to, mapping, clock });
  emulator.clearRequests();
  const doubting = stage.doubting();
  const run = await doubting.apply(plan);
  await run.wait();
  const applied = tally(emulator.requests());
  emulator.clearRequests();
  await (await doubting.rollBack(run.id)).wait();
  const back = tally(emulator.requests());
  await stage.close();
  const fewest = changes(plan);
  const ratio = (applied.writes / fewest).toFixed(2);
  console.log(
    `${title.padEnd(44)} ${row(applied)}   ${`${fewest}`.padStart(3)} ${ratio.padStart(6)}   rollback ${row(back)}`,
  );
}

interface Tally {
  readonly all: number;
  readonly writes: number;
}

const tally = (requests: readonly { readonly operation: string }[]): Tally => ({
  all: requests.length,
  writes: requests.filter(({ operation }) => !isRead(operation)).length,
});

const row = ({ all, writes }: Tally): string => `${`${all}`.padStart(5)} ${`${writes}`.padStart(5)}`;

const changes = ({ stages }: MigrationPlan): number =>
  stages.flatMap(({ steps }) => steps).filter(({ kind }) => !checks.includes(kind)).length;

console.log('\nmigration: requests, writes, fewest writes, ratio; then those of its rollback');
for (const crossing of crossings) await count(crossing, `${crossing.from} → ${crossing.to}`);
await count(manyRules(100, 500), 'alibaba → baidu, 100 SNAT and 500 DNAT rules');
