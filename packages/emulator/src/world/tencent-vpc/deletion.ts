import { untie } from './gateway-addresses.ts';
import type { Gateway, Route, RouteTable } from './model.ts';
import { type Reason, Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';
import type { TaskOrder } from './tasks.ts';

export interface DeleteInput {
  readonly id: string;
  readonly ignoreRisk: boolean;
}

export function deleteGateway(
  state: State,
  region: Region,
  { id, ignoreRisk }: DeleteInput,
  { requestId, fault }: TaskOrder,
): void {
  const gateway = state.gateway(region, id);
  checkDeletable(gateway);
  if (!ignoreRisk) checkRisk(state, gateway);
  gateway.state = 'DELETING';
  const work = {
    seconds: state.settings.durations.deleteGateway,
    resources: [id],
    succeed: () => removeGateway(state, gateway),
    fail() {
      gateway.state = 'DELETEFAILURE';
    },
  };
  state.tasks.start(requestId, work, fault);
}

const deletable: readonly Gateway['state'][] = ['AVAILABLE', 'PENDFAILURE', 'DELETEFAILURE'];

function checkDeletable(gateway: Gateway): void {
  const { id, state, running, conditions } = gateway;
  if (!deletable.includes(state)) throw new Refusal('gateway-busy', `The NAT gateway ${id} is ${state}.`);
  if (running > 0) throw new Refusal('gateway-task', `A task on ${id} is running.`);
  if (gateway.protected) throw new Refusal('gateway-protected', `${id} has deletion protection.`);
  if (conditions.has('firewall')) throw new Refusal('firewall', `The cloud firewall uses ${id}.`);
  if (conditions.has('traffic-mirror')) throw new Refusal('traffic-mirror', `A traffic mirror uses ${id}.`);
}

/** Indexed by whether routes point to the gateway and whether its traffic is high. */
const risks: readonly (readonly [boolean, boolean, Reason])[] = [
  [true, true, 'routes-and-high-traffic'],
  [true, false, 'routes'],
  [false, true, 'high-traffic'],
];

function checkRisk({ settings }: State, gateway: Gateway): void {
  const routed = settings.routesBlockDeletion && routesTo(gateway).length > 0;
  const high = gateway.conditions.has('high-traffic');
  const risk = risks.find(([withRoutes, withTraffic]) => withRoutes === routed && withTraffic === high);
  if (risk !== undefined) throw new Refusal(risk[2], `${gateway.id} is in use: ${risk[2]}.`);
}

function routesTo({ id, vpc }: Gateway): readonly (readonly [RouteTable, Route])[] {
  return [...vpc.routeTables].flatMap((table) =>
    [...table.routes].filter(({ gatewayId }) => gatewayId === id).map((route) => [table, route] as const),
  );
}

/** EIPs are freed and stay with the account; routes and rules go. */
function removeGateway(state: State, gateway: Gateway): void {
  for (const address of [...gateway.addresses]) untie(gateway, address);
  for (const [table, route] of routesTo(gateway)) table.routes.delete(route);
  gateway.vpc.gateways.delete(gateway);
  state.gateways.remove(gateway);
}
