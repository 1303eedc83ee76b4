import { type DnatSpec, NatError, type SnatSpec } from '@polynat/core';
import * as z from 'zod';
import { describeDifferences } from '../cut-over/drift.ts';
import { compareWithRules } from '../verify.ts';
import { bindDnat, bindSnat, onGateway } from './bindings.ts';
import { defineStep } from './define-step.ts';
import { dnatShape, snatShape, text } from './shapes.ts';

interface Rules {
  readonly snat: readonly SnatSpec[];
  readonly dnat: readonly DnatSpec[];
}

export interface VerifyRules {
  readonly desired: Rules;
}

const rules = { snat: z.array(snatShape), dnat: z.array(dnatShape) };

export const verifyRules = defineStep({
  kind: 'verify',
  args: z.object({ desired: z.object(rules) }),
  bound: z.object({ ref: text, ...rules }),
  result: z.object({ differences: z.number() }),
  bind: ({ desired: { snat, dnat } }: VerifyRules, known, step) =>
    onGateway(known, step, {
      snat: snat.map((rule) => bindSnat(rule, known)),
      dnat: dnat.map((rule) => bindDnat(rule, known)),
    }),
  async run({ nat }, { ref, snat, dnat }, { signal }) {
    const differences = await compareWithRules(nat, ref, { snat, dnat }, { signal });
    if (differences.length === 0) return { differences: 0 };
    const what = `${ref} does not do what the plan asks: ${describeDifferences(differences).join('; ')}`;
    const remedy = 'compare the rules of the new gateway with the plan, then resume, or roll back';
    throw new NatError('failed-precondition', what, { remedy });
  },
});

export const verification = ({ snat, dnat }: Rules) =>
  verifyRules.step(
    'verify',
    { desired: { snat, dnat } },
    "verify: compare the gateway's rules with the plan",
  );
