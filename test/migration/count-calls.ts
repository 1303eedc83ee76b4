import type { Clouds, GatewayRef } from '@polynat/core';
import { exportGateway, type Mapping, type MigrationPlan, planMigration } from '@polynat/migrate';
import { crossings } from './crossings.ts';
import { manyRules } from './large.ts';
import { openStage } from './stage.ts';

/**
 * `pnpm bench`: how many requests a migration and its rollback send over each ordered pair of clouds, and for 500 DNAT and 100 SNAT rules,
 * beside the fewest that would do. These are: what the checks read, counted by reading it once alone; and for each change one request and
 * one look at what came of it, with rules in one request where the cloud says that it takes several. A cloud that recognises no repeated
 * request has to be looked at before one as well.
 */
const isRead = (operation: string): boolean => /^(Describe|List|Get|Query|EipBmQuery)/.test(operation);

interface Counted {
  readonly from: string;
  readonly to: string;
  readonly decided: Omit<Mapping, 'network'>;
  readonly seed?: unknown;
}

async function count({ from, to, decided, seed }: Counted, title: string): Promise<void> {
  const stage = await openStage(seed);
  const { nat, clock, emulator } = stage;
  const source = await stage.gatewayOn(from);
  const mapping: Mapping = { network: await stage.placeOn(to), ...decided };
  const plan = await planMigration(nat, source, { to, mapping, clock });
  const reading = async (read: () => Promise<unknown>) => {
    emulator.clearRequests();
    await read();
    return emulator.requests().length;
  };
  const ofSource = await reading(() => exportGateway(nat, source, { clock }));
  const ofAccounts = await reading(() => Promise.all([from, to].map((alias) => nat.cloud(alias).account())));
  emulator.clearRequests();
  const doubting = stage.doubting();
  const run = await doubting.apply(plan);
  await run.wait();
  const applied = tally(emulator.requests());
  const made = (await nat.cloud(to).gateways.list({ network: mapping.network.vpc }).toArray())[0];
  const ofTarget = made ? await reading(() => hangingOn(nat, made.ref)) : 0;
  emulator.clearRequests();
  await (await doubting.rollBack(run.id)).wait();
  const back = tally(emulator.requests());
  await stage.close();
  const each = nat.cloud(to).can('writes.token') ? 2 : 3;
  const fewest = ofAccounts + ofSource + checksOfTarget(plan) + each * changes(plan);
  const fewestBack = ofAccounts + 1 + ofTarget + each * undoings(plan);
  console.log(`${title.padEnd(44)} ${row(applied, fewest)}   rollback ${row(back, fewestBack)}`);
}

/** What a rollback has to look at before it deletes a gateway with its rules. */
const hangingOn = (nat: Clouds, ref: GatewayRef): Promise<unknown> => {
  const { capabilities } = nat.cloud(ref.cloud);
  const { snat, dnat, bandwidth } = nat.gateway(ref);
  const { features } = capabilities;
  return Promise.all([
    features['snat.rules'].supported && snat.list().toArray(),
    features['dnat.rules'].supported && dnat.list().toArray(),
    features['bandwidth.packages'].supported && bandwidth.list().toArray(),
  ]);
};

interface Tally {
  readonly all: number;
  readonly writes: number;
}

const tally = (requests: readonly { readonly operation: string }[]): Tally => ({
  all: requests.length,
  writes: requests.filter(({ operation }) => !isRead(operation)).length,
});

const row = ({ all, writes }: Tally, fewest: number): string =>
  `${`${all}`.padStart(4)} (${`${writes}`.padStart(2)} writes), fewest ${`${fewest}`.padStart(3)}: ${(all / fewest).toFixed(2)}`;

const stepsOf = ({ stages }: MigrationPlan) => stages.flatMap(({ steps }) => steps);

const checks: readonly string[] = ['source.check', 'target.check', 'preflight', 'verify'];

const changes = (plan: MigrationPlan): number =>
  stepsOf(plan).filter(({ kind }) => !checks.includes(kind)).length;

/** The names that are taken, and the addresses there are. */
const checksOfTarget = (plan: MigrationPlan): number =>
  stepsOf(plan).some(({ kind }) => kind === 'address.allocate') ? 2 : 1;

/** The gateway, its protection where it has one, and each address that was bought. */
const undoings = (plan: MigrationPlan): number =>
  stepsOf(plan).reduce((sum, step) => {
    if (step.kind === 'gateway.create') return sum + (step.args.spec.protected ? 2 : 1);
    return step.kind === 'address.allocate' ? sum + 1 : sum;
  }, 0);

console.log('\nmigration: requests, those of them that change something, the fewest, and the ratio');
for (const crossing of crossings) await count(crossing, `${crossing.from} → ${crossing.to}`);
await count(manyRules(100, 500), 'alibaba → baidu, 100 SNAT and 500 DNAT rules');
