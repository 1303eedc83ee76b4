import { checkWritable } from './gateways.ts';
import { durations } from './limits.ts';
import type { Gateway } from './model.ts';
import { refuse } from './refusal.ts';
import { begin, confirm } from './work.ts';
import type { Call, World } from './world.ts';

export interface AttributeChange {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly eipBindMode: string | undefined;
  readonly icmpReply: boolean | undefined;
}

export function modifyAttributes(world: World, gateway: Gateway, change: AttributeChange): void {
  checkWritable(world, gateway);
  if (gateway.inside !== undefined && change.eipBindMode !== undefined) refuse('gateway-intranet');
  gateway.name = change.name ?? gateway.name;
  gateway.description = change.description ?? gateway.description;
  gateway.eipBindMode = change.eipBindMode ?? gateway.eipBindMode;
  gateway.icmpReply = change.icmpReply ?? gateway.icmpReply;
}

export function modifySpec(world: World, call: Call, gateway: Gateway, spec: string): void {
  checkWritable(world, gateway);
  if (gateway.spec === spec) refuse('spec-unchanged');
  confirm(call);
  const before = gateway.spec;
  const settle = (settled: string) => () => Object.assign(gateway, { spec: settled, status: 'Available' });
  gateway.status = 'Modifying';
  gateway.spec = spec;
  begin(world, call, {
    milliseconds: durations.modifyGateway,
    done: settle(spec),
    failed: settle(before),
  });
}
