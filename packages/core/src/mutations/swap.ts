import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import type { AttachFor, PublicAddress } from '../model/address.ts';
import type { MutationPlan, Request } from '../runtime/mutation-plan.ts';
import { readAll } from '../runtime/pages.ts';
import { inOrder, type Target } from './define.ts';

interface Swap {
  readonly from: string;
  readonly to: string;
  readonly use: AttachFor;
}

/** Attaches before it detaches where the cloud always allows it. */
export function swapPlan(
  target: Target,
  swap: Swap,
  attach: Request,
  detach: Request,
): MutationPlan<PublicAddress> {
  const { driver } = target.runtime;
  const result = (values: readonly unknown[]) => values.find(isAddress) as PublicAddress;
  const fact = driver.capabilities.features['addresses.swap'];
  if (fact.supported) return inOrder([checkedFirst(target, swap, attach), detach], result);
  const [first, second] = swapInOrder(target, swap, attach, detach);
  const when = driver.addresses.swapOrder ? ' if the old one has to leave first' : '';
  const notice = `no traffic passes between the two steps${when}, since ${fact.reason}`;
  return inOrder([checkedFirst(target, swap, first), second], result, notice);
}

/** An address that the gateway does not hold cannot be replaced: looked up before anything is sent. An earlier try may have replaced it. */
const checkedFirst = (target: Target, { from }: Swap, first: Request): Request => ({
  ...first,
  start: async (call, earlier) => {
    if (!call.repeated) await requireHeld(target, from, call);
    return first.start(call, earlier);
  },
});

async function requireHeld({ runtime: { driver }, key }: Target, from: string, call: Call): Promise<void> {
  const held = await readAll((cursor) => driver.addresses.list({ gateway: key.id }, cursor, call));
  if (held.some(({ ip, id }) => ip === from || id === from)) return;
  throw new NatError('not-found', `gateway ${key.id} does not hold ${from}`, { field: 'from' });
}

/**
 * Where it depends on the gateway which of the two comes first, the driver looks before anything is sent. What came first is told by
 * its value: attaching has one, detaching has none.
 */
function swapInOrder(
  { runtime: { driver }, key }: Target,
  { from, to, use }: Swap,
  attach: Request,
  detach: Request,
): readonly [Request, Request] {
  const { swapOrder } = driver.addresses;
  const attachFirst = async (call: Call) => (await swapOrder?.(key, from, to, use, call)) === 'attach-first';
  return [
    {
      name: `${from} to be replaced by ${to}`,
      start: async (call, earlier) => ((await attachFirst(call)) ? attach : detach).start(call, earlier),
    },
    {
      name: `${to} to have replaced ${from}`,
      start: (call, earlier) => (earlier.some(isAddress) ? detach : attach).start(call, earlier),
    },
  ];
}

const isAddress = (value: unknown): boolean => typeof value === 'object' && value !== null && 'ip' in value;
