import { type DnatSpec, NatError, type SnatSpec } from '@polynat/core';
import type { Bindings, Step } from './step.ts';

/** Puts what earlier steps found out into a step: the arguments become final, and with them the token of the operation. */
export function bind(step: Step, bindings: Bindings): object {
  const { addresses, known } = bindings;
  const standIn: StandIn = (ip) => addresses[ip] ?? ip;
  const onGateway = (args: object) => ({ ref: refOf(step, bindings), ...args });
  switch (step.kind) {
    case 'source.check':
    case 'target.check':
    case 'source.retire':
      return step.args;
    case 'way-back':
    case 'cut-over':
      return { ...step.args, bound: addresses };
    case 'address.allocate':
      return known ? { ...step.args, known } : step.args;
    case 'gateway.create': {
      const { stands, spec, cloud } = step.args;
      return { cloud, spec: stands.length > 0 ? { ...spec, addresses: stands.map(standIn) } : spec };
    }
    case 'address.attach':
      return onGateway({ ip: standIn(step.args.stands), purpose: step.args.purpose });
    case 'snat.add':
    case 'snat.replace':
      return onGateway({ ...step.args, rule: bindSnat(step.args.rule, standIn) });
    case 'dnat.add':
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

function refOf({ id }: Step, { ref }: Bindings): string {
  if (ref !== undefined) return ref;
  throw new NatError('internal', `step ${id} needs the gateway before it was created`);
}
