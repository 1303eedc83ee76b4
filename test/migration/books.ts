import { type Purchase, type Purchases, purchasesOf } from '@polynat/migrate';
import type { Fate } from './doomed.ts';
import { type Crossing, Mishap } from './mishap.ts';
import { allocateBeside, createBeside } from './strangers.ts';

/** One crossing that meets a fate while strangers buy beside it, and how it is taken up afterwards. */
export interface Mischance extends Crossing {
  readonly fate: Fate;
  readonly next: 'resume' | 'roll-back';
}

interface Ending {
  readonly struck: boolean;
  readonly contradictions: readonly string[];
}

type Kind = 'address' | 'gateway';
type Things = Readonly<Record<Kind, readonly string[]>>;

/**
 * Plays it and compares the cloud with the journal: what is there that was not, and that no stranger bought, has to be in what the run
 * has bought and not undone, or may be one of the purchases the run is uncertain about. Returns what contradicts that, and whether
 * the fate came before the migration had ended.
 */
export async function playMischance({ fate, next, ...crossing }: Mischance): Promise<Ending> {
  const mishap = await Mishap.openMove(crossing);
  try {
    const before = await thingsOf(mishap);
    const { struck, wake } = await mishap.live(fate);
    const strangers = await buyBeside(mishap);
    const record = await mishap.record();
    // Behind the last line of its journal a run is done, and there is nothing to take up.
    if (record && record.state !== 'done') await (next === 'resume' ? mishap.apply() : mishap.rollBack());
    await wake();
    return { struck, contradictions: await compare(mishap, before, strangers) };
  } finally {
    await mishap.close();
  }
}

const nothing: Purchases = { bought: [], undone: [], left: [] };

async function compare(mishap: Mishap, before: Things, strangers: Things): Promise<readonly string[]> {
  const after = await thingsOf(mishap);
  const run = await mishap.record();
  const { bought, undone, left } = run ? purchasesOf(run) : nothing;
  const isUndone = ({ step }: Purchase) => undone.some((purchase) => purchase.step === step);
  return (['address', 'gateway'] as const).flatMap((kind) => {
    const kept = bought.filter((purchase) => purchase.kind === kind && !isUndone(purchase));
    const certain = kept.filter(({ outcome }) => outcome === undefined).flatMap(({ id }) => id ?? []);
    const uncertain = [...kept, ...left].filter(
      (purchase) => purchase.kind === kind && purchase.outcome === 'unknown',
    );
    const known = new Set([...before[kind], ...strangers[kind], ...certain]);
    const unnamed = after[kind].filter((id) => !known.has(id));
    return [
      ...certain.filter((id) => !after[kind].includes(id)).map((id) => `${id} is in the journal and gone`),
      ...strangers[kind].filter((id) => !after[kind].includes(id)).map((id) => `${id} of a stranger is gone`),
      ...certain.filter((id) => strangers[kind].includes(id)).map((id) => `${id} of a stranger was adopted`),
      ...unnamed.slice(uncertain.length).map((id) => `${id} costs money, and the ${run?.state} run hides it`),
    ];
  });
}

async function thingsOf({ nat, target }: Mishap): Promise<Things> {
  const { gateways, addresses } = nat.cloud(target);
  return {
    gateway: (await gateways.list().toArray()).map(({ ref }) => ref.id),
    address: (await addresses.list().toArray()).map(({ id, ip }) => id ?? ip),
  };
}

async function buyBeside(mishap: Mishap): Promise<Things> {
  const { ref } = await createBeside(mishap);
  const { id, ip } = await allocateBeside(mishap);
  return { gateway: [ref.id], address: [id ?? ip] };
}
