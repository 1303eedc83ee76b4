import type { CutOverPlan } from './cut-over/plan.ts';
import { digestOf } from './digest.ts';
import { formerStep } from './former-names.ts';
import type { Gap } from './gap.ts';
import type { Difference } from './reach/compare.ts';
import type { Stage } from './stage.ts';

/** Everything a migration will do, as data: print it, keep it, apply it later or elsewhere. */
export interface MigrationPlan {
  /** 1 in plans of version 0.1, which spelled some names of steps otherwise. 3 with `cutOver`, which was a step up to version 2. */
  readonly version: 1 | 2 | 3;
  /** Hash of the rest: the identity of the run. */
  readonly id: string;
  /** ISO instant. Two plans that ask for the same at different times are two plans. */
  readonly made: string;
  readonly kind: 'migrate' | 'create' | 'change';
  /** Where it came from; a plan made from a document alone has no gateway to name. */
  readonly source: { readonly ref?: string; readonly digest: string };
  readonly target: { readonly cloud: string; readonly ref?: string };
  readonly gaps: readonly Gap[];
  readonly blocked: boolean;
  readonly stages: readonly Stage[];
  /** What follows the stages; only where there is a source. */
  readonly cutOver?: CutOverPlan;
  /** Which public IP replaces which one, where that is known before anything runs. */
  readonly addresses: Readonly<Record<string, string>>;
  /** What owners of firewalls and DNS must know. */
  readonly changes: readonly string[];
  /** What a packet meets that differs from before, by public IPs of the source. Absent without a document to compare with. */
  readonly flows?: readonly Difference[];
  readonly locks: readonly string[];
}

/** Gives a plan its identity. Stages without steps are left out. */
export function sealPlan(plan: Omit<MigrationPlan, 'version' | 'id'>): MigrationPlan {
  const stages = plan.stages.filter(({ steps }) => steps.length > 0);
  const version = plan.cutOver ? 3 : 2;
  const sealed = { version, ...plan, stages, locks: [...plan.locks].sort() } as const;
  return { ...sealed, id: planId(sealed) };
}

export const planId = (plan: Omit<MigrationPlan, 'id'>): string => digestOf(storedForm(plan)).slice(0, 32);

/** The plan as its version spells it, with members in the order in which runs of that version hold them. */
export const storedForm = (plan: Omit<MigrationPlan, 'id'>): object =>
  plan.version === 1
    ? {
        ...plan,
        stages: plan.stages.map((stage) => ({
          ...stage,
          steps: stage.steps.map((step) => formerStep({ ...step, args: { ...step.args } })),
        })),
      }
    : plan;
