import { writable } from './gateways.ts';
import { type Gateway, standard } from './model.ts';
import { admitPurchase } from './purchase.ts';
import { type Reason, Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';
import type { TaskOrder } from './tasks.ts';

export interface UpgradeInput {
  readonly vpc: string;
  readonly id: string;
  readonly checkOnly: boolean;
}

/** Turns a traditional gateway into a standard one, which cannot be undone. */
export function upgradeGateway(
  state: State,
  region: Region,
  { vpc, id, checkOnly }: UpgradeInput,
  { requestId, fault }: TaskOrder,
): void {
  const gateway = writable(state, region, id);
  if (gateway.vpc !== state.vpc(region, vpc)) {
    throw new Refusal('gateway-not-found', `The NAT gateway ${id} is not in ${vpc}.`);
  }
  const obstacle = obstacles.find(([, applies]) => applies(gateway, state));
  if (obstacle !== undefined) throw new Refusal(obstacle[0], `${id} cannot be upgraded: ${obstacle[0]}.`);
  if (state.settings.balanceTooLow) throw new Refusal('no-funds', 'The balance of the account is too low.');
  if (checkOnly) return;
  admitPurchase(state, fault);

  gateway.state = 'UPDATING';
  const work = {
    seconds: state.settings.durations.upgradeGateway,
    resources: [id],
    succeed() {
      Object.assign(gateway, { state: 'AVAILABLE', version: 2, ...standard });
    },
    fail() {
      gateway.state = 'AVAILABLE';
    },
  };
  state.tasks.start(requestId, work, fault);
}

const obstacles: readonly (readonly [Reason, (gateway: Gateway, state: State) => boolean])[] = [
  ['already-standard', ({ version }) => version === 2],
  ['legacy-account', (_, { settings }) => settings.accountType === 'LEGACY'],
  ['gateway-restricted', ({ conditions }) => conditions.has('restricted')],
  ['local-zone', ({ conditions }) => conditions.has('local-zone')],
  ['exclusive', ({ exclusiveType }) => exclusiveType !== undefined],
  ['direct-connect-bound', ({ directConnects }) => directConnects.size > 0],
  ['ecmp', ({ conditions }) => conditions.has('ecmp')],
  ['flow-limits', ({ flowLimits }) => flowLimits.size > 0],
  ['flow-log', ({ conditions }) => conditions.has('flow-log')],
  ['size', ({ connections }) => connections > standard.connections],
  ['peak-usage', ({ conditions }) => conditions.has('peak-usage')],
];
