import type { Effect, Principal } from '@polynat/access';
import { type Clock, type Clouds, GatewayRef } from '@polynat/core';
import {
  type MigrationPlan,
  planChange,
  planCreation,
  planMigration,
  readDocument,
  type StepKind,
} from '@polynat/migrate';
import type { CloudReads } from '../reading/cloud-reads.ts';
import { denied } from '../refusal.ts';

/** What a plan is to be made from. */
export type PlanRequest =
  | { readonly kind: 'migrate'; readonly source: string; readonly to: string; readonly mapping: unknown }
  | { readonly kind: 'create'; readonly document: unknown; readonly to: string; readonly mapping: unknown }
  | { readonly kind: 'change'; readonly gateway: string; readonly document: unknown };

interface Parts {
  readonly nat: Clouds;
  readonly clock: Clock;
  readonly reads: CloudReads;
}

/** Reads the clouds and plans. Changes nothing. */
export async function makePlan(
  { nat, clock, reads }: Parts,
  principal: Principal,
  request: PlanRequest,
): Promise<MigrationPlan> {
  if (request.kind === 'change') {
    await reads.gateway(principal, request.gateway);
    return planChange(nat, request.gateway, readDocument(request.document));
  }
  const { to, mapping } = request;
  reads.requireAlias(principal, to);
  if (principal.scope?.networks)
    throw denied(`a plan reads the whole of ${to}, and ${principal.id} is limited to networks`);
  if (request.kind === 'create')
    return planCreation(nat, readDocument(request.document), { to, mapping, clock });
  await reads.gateway(principal, request.source);
  return planMigration(nat, request.source, { to, mapping, clock });
}

const effectsByStep: Partial<Record<StepKind, Effect>> = {
  'address.allocate': 'buys',
  'gateway.create': 'buys',
  'gateway.resize': 'reprices',
  'address.detach': 'changes-addresses',
  'source.delete': 'deletes',
};

export const effectsOf = ({ kind: what, stages }: MigrationPlan): readonly Effect[] => [
  ...new Set([
    ...stages.flatMap(({ steps }) => steps.flatMap(({ kind }) => effectsByStep[kind] ?? [])),
    ...(what === 'migrate' ? (['cuts-over'] as const) : []),
  ]),
];

/** The aliases a plan acts on. */
export function cloudsOf({ source, target }: MigrationPlan): readonly string[] {
  const refs = [source.ref, target.ref].filter((ref) => ref !== undefined);
  return [...new Set([target.cloud, ...refs.map((ref) => GatewayRef.parse(ref).cloud)])];
}
