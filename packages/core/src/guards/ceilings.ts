import type { Clock } from '../clock.ts';
import { NatError } from '../errors.ts';
import { describeSize, type Size, sameSize } from '../model/size.ts';
import type { Ceilings } from './guards.ts';
import type { LedgerEntry, LedgerPage, PurchaseLedger } from './ledger.ts';

/** What is about to be bought. */
export interface Purchase {
  readonly what: string;
  readonly months: number;
  /** The size of a gateway; `null` where the order leaves it to the cloud. */
  readonly size?: Size | null;
  readonly token: string;
}

/** The ceilings of one cloud, and where its purchases are counted. */
export interface Budget {
  readonly cloud: string;
  readonly ceilings: readonly Ceilings[];
  readonly ledger: PurchaseLedger;
  readonly clock: Clock;
}

/** Sends a purchase if every ceiling has room for it. One that is refused for certain does not count. */
export async function buying<T>(budget: Budget, purchase: Purchase, send: () => Promise<T>): Promise<T> {
  const { cloud, ceilings, ledger, clock } = budget;
  for (const each of ceilings) checkOne(each, purchase, cloud);
  const page = { cloud, day: new Date(clock.now()).toISOString().slice(0, 10) };
  const { what, months, token } = purchase;
  const entry = { token, what, months };
  await ledger.append(page, (entries) => {
    const standing = standingIn(entries);
    if (standing.has(token)) return undefined;
    for (const each of ceilings) checkDay(each, purchase, [...standing.values()], page);
    return entry;
  });
  try {
    return await send();
  } catch (thrown) {
    const { outcome } = NatError.from(thrown);
    if (outcome === 'none') await ledger.append(page, () => ({ ...entry, cancelled: true }));
    throw thrown;
  }
}

function standingIn(entries: readonly LedgerEntry[]): ReadonlyMap<string, LedgerEntry> {
  const standing = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    if (entry.cancelled) standing.delete(entry.token);
    else standing.set(entry.token, entry);
  }
  return standing;
}

function checkOne({ months: most, sizes }: Ceilings, { what, months, size }: Purchase, cloud: string): void {
  if (most !== undefined && months > most)
    throw exceeded('months', `${what} buys ${months} months on ${cloud}, and its ceiling is ${most}`, cloud);
  if (sizes === undefined || size === undefined) return;
  if (size !== null && sizes.some((allowed) => sameSize(allowed, size))) return;
  const allowed = sizes.map(describeSize).join(', ');
  const asked = size === null ? 'without a size' : `with ${describeSize(size)}`;
  throw exceeded('sizes', `${what} ${asked}, and ${cloud} is set up for ${allowed}`, cloud);
}

function checkDay(
  { purchasesPerDay, monthsPerDay }: Ceilings,
  { what, months }: Purchase,
  bought: readonly LedgerEntry[],
  { cloud, day }: LedgerPage,
): void {
  if (purchasesPerDay !== undefined && bought.length >= purchasesPerDay) {
    const so = `${cloud} has made ${bought.length} of ${purchasesPerDay} purchases on ${day} (UTC)`;
    throw exceeded('purchasesPerDay', `${what} is not sent: ${so}`, cloud);
  }
  const sum = bought.reduce((total, entry) => total + entry.months, 0);
  if (monthsPerDay === undefined || months === 0 || sum + months <= monthsPerDay) return;
  const so = `${cloud} has bought ${sum} of ${monthsPerDay} months on ${day} (UTC)`;
  throw exceeded('monthsPerDay', `${what} of ${months} months is not sent: ${so}`, cloud);
}

const exceeded = (ceiling: keyof Ceilings, message: string, cloud: string): NatError =>
  new NatError('quota-exceeded', message, {
    field: `ceilings.${ceiling}`,
    remedy: `raise ceilings.${ceiling} in the settings of ${cloud}, or buy less`,
  });
