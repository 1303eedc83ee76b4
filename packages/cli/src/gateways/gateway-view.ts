import { describeSize, type Gateway, type Obstacle, type Readiness } from '@polynat/core';
import type { Answer } from '../command-line/answer.ts';
import { toneOfState } from '../terminal/paint.ts';
import { sheet, table } from '../terminal/table.ts';
import { describeAddresses, describeBilling, describeDay } from './words.ts';

const stateOf = ({ state, providerState }: Gateway): string => (state === 'unknown' ? providerState : state);

const columns = [
  { title: 'gateway', of: ({ ref }: Gateway) => `${ref}` },
  { title: 'name', of: ({ name }: Gateway) => name },
  { title: 'state', of: stateOf, tone: ({ state }: Gateway) => toneOfState(state) },
  { title: 'size', of: ({ size }: Gateway) => describeSize(size) },
  { title: 'public ips', of: ({ addresses }: Gateway) => describeAddresses(addresses) },
  { title: 'billing', of: ({ billing }: Gateway) => describeBilling(billing) },
];

/** All details of one gateway. */
export const gatewayAnswer = (gateway: Gateway): Answer => ({
  json: gateway,
  text: sheet({
    gateway: `${gateway.ref}`,
    name: gateway.name,
    description: gateway.description,
    state: stateOf(gateway),
    size: describeSize(gateway.size),
    'sends at most': gateway.outboundMbps === undefined ? undefined : `${gateway.outboundMbps} Mbit/s`,
    switches: Object.entries(gateway.options ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    generation: gateway.generation,
    reach: gateway.reach,
    placement: Object.values(gateway.placement).join(' '),
    'public ips': gateway.addresses.map(({ ip, use }) => `${ip} (${use})`).join(', '),
    billing: describeBilling(gateway.billing),
    protected: gateway.protected === undefined ? undefined : gateway.protected ? 'yes' : 'no',
    tags: Object.entries(gateway.tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(' '),
    created: describeDay(gateway.created),
  }),
});

export const gatewayTable = (gateways: readonly Gateway[]) =>
  table(gateways, columns, 'There are no gateways.');

const obstacleColumns = [
  { title: 'obstacle', of: ({ code }: Obstacle) => code },
  { title: 'reason', of: ({ reason }: Obstacle) => reason },
  { title: 'remedy', of: ({ remedy }: Obstacle) => remedy },
];

/** Something in the way is not a failure of the command. */
export const readinessAnswer = (ref: string, readiness: Readiness): Answer => ({
  json: { ref, ...readiness },
  text: table(readiness.obstacles, obstacleColumns, `${ref} is ready to carry traffic.`),
});
