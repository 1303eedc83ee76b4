import { digestOf } from './digest.ts';
import type { Gap } from './gap.ts';
import type { Stage } from './step.ts';

/** Everything a migration will do, as data: print it, keep it, apply it later or elsewhere. */
export interface MigrationPlan {
  readonly version: 1;
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
  /** Addresses that are known to stand for others before anything runs. */
  readonly addresses: Readonly<Record<string, string>>;
  /** What owners of firewalls, routes and names must know. */
  readonly changes: readonly string[];
  readonly locks: readonly string[];
}

/** Gives a plan its identity. Stages without steps are left out. */
export function sealPlan(plan: Omit<MigrationPlan, 'version' | 'id'>): MigrationPlan {
  const stages = plan.stages.filter(({ steps }) => steps.length > 0);
  const sealed = { version: 1, ...plan, stages, locks: [...plan.locks].sort() } as const;
  return { ...sealed, id: planId(sealed) };
}

export const planId = (plan: Omit<MigrationPlan, 'id'>): string => digestOf(plan).slice(0, 32);
