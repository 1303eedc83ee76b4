import { NatError } from '@polynat/core';
import type { OperationHandler } from '@polynat/engine';
import { hasDigest } from '../digest.ts';
import { exportGateway } from '../export.ts';
import type { StepArguments } from '../step.ts';
import { compareWithRules, type ExpectedRules } from '../verify.ts';
import { idOf } from './addresses.ts';
import type { HandlerContext } from './context.ts';
import { typed } from './typed.ts';

const newPlan = { remedy: 'make a new plan' };

/** A plan made for another state of the source would lose what changed since. */
export function checkSource({ nat }: HandlerContext): OperationHandler {
  return typed<StepArguments['source.check'], { readonly digest: string }>({
    async run({ ref, digest }, { signal }) {
      if (hasDigest(await exportGateway(nat, ref, { signal }), digest)) return { digest };
      throw new NatError('conflict', `${ref} has changed since the plan was made`, newPlan);
    },
  });
}

/** What is there before anything is ordered; later steps tell by it what cannot be theirs. */
export function checkTarget({ nat }: HandlerContext): OperationHandler {
  return typed<StepArguments['target.check'], { readonly noted?: readonly string[] }>({
    async run({ cloud: alias, network, name, addresses, note }, { signal }) {
      const cloud = nat.cloud(alias);
      const twin = await cloud.gateways
        .list({ network }, { signal })
        .find((gateway) => gateway.name === name);
      if (twin) throw new NatError('conflict', `${twin.ref} has taken the name "${name}" since`, newPlan);
      const free =
        addresses.length > 0 ? await cloud.addresses.list({ free: true }, { signal }).toArray() : [];
      const taken = addresses.filter((ip) => !free.some((address) => address.ip === ip));
      if (taken.length > 0) {
        throw new NatError('conflict', `${taken.join(', ')} on ${alias} are not free any more`, newPlan);
      }
      if (!note) return {};
      const noted = await cloud.addresses.list({}, { signal }).toArray();
      return { noted: noted.map(idOf) };
    },
  });
}

const mostShown = 5;

export function verifyTarget({ nat }: HandlerContext): OperationHandler {
  return typed<ExpectedRules & { readonly ref: string }, { readonly differences: number }>({
    async run({ ref, snat, dnat }, { signal }) {
      const differences = await compareWithRules(nat, ref, { snat, dnat }, { signal });
      if (differences.length === 0) return { differences: 0 };
      const shown = differences
        .slice(0, mostShown)
        .map(({ packet, before, after }) => `${packet}: ${after}, expected: ${before}`);
      const more = differences.length > mostShown ? ` and ${differences.length - mostShown} more` : '';
      const what = `${ref} does not do what the plan asks: ${shown.join('; ')}${more}`;
      const remedy = 'look at the rules of the new gateway, then resume, or roll back';
      throw new NatError('failed-precondition', what, { remedy });
    },
  });
}
