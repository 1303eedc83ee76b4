import { type DnatSpec, NatError, type SnatSpec } from '@polynat/core';
import type { Bindings, Step } from './step.ts';

/** Puts what earlier steps found out into a step: the arguments become final, and with them the token of the operation. */
export function bind(step: Step, { ref, addresses }: Bindings): Record<string, unknown> {
  const standIn = (ip: string) => addresses[ip] ?? ip;
  const onGateway = <T extends object>(args: T) => ({ ref: known(ref), ...args });
  switch (step.kind) {
    case 'source.check':
    case 'cut-over':
    case 'source.retire':
      return { ...step.args, bound: addresses };
    case 'address.allocate':
      return step.args.known
        ? { ...step.args, known: [...step.args.known, ...Object.values(addresses)] }
        : step.args;
    case 'gateway.create': {
      const { stands, spec, cloud } = step.args;
      const ips = stands.map(standIn);
      return { cloud, spec: ips.length > 0 ? { ...spec, addresses: ips } : spec };
    }
    case 'address.attach':
      return onGateway({ ip: standIn(step.args.stands) });
    case 'snat.add':
      return onGateway({ rule: bindSnat(step.args.rule, standIn) });
    case 'snat.replace':
      return onGateway({ ...step.args, rule: bindSnat(step.args.rule, standIn) });
    case 'dnat.add':
      return onGateway({ rule: bindDnat(step.args.rule, standIn) });
    case 'dnat.replace':
      return onGateway({ ...step.args, rule: bindDnat(step.args.rule, standIn) });
    case 'verify': {
      const { snat, dnat } = step.args.desired;
      return onGateway({
        snat: snat.map((rule) => bindSnat(rule, standIn)),
        dnat: dnat.map((rule) => bindDnat(rule, standIn)),
      });
    }
    default:
      return onGateway(step.args);
  }
}

type StandIn = (ip: string) => string;

const bindSnat = (rule: SnatSpec, standIn: StandIn): SnatSpec =>
  rule.through ? { ...rule, through: rule.through.map(standIn) } : rule;

const bindDnat = (rule: DnatSpec, standIn: StandIn): DnatSpec => ({
  ...rule,
  public: { ...rule.public, address: standIn(rule.public.address) },
});

function known(ref: string | undefined): string {
  if (ref !== undefined) return ref;
  throw new NatError('internal', 'a step needs the gateway before it was created');
}
