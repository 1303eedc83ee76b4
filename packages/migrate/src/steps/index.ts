import type { Json } from '@polynat/engine';
import { allocateAddress } from './address-allocate.ts';
import { attachAddress } from './address-attach.ts';
import { detachAddress } from './address-detach.ts';
import type { Bindings } from './bindings.ts';
import { cutOver, startCutOver } from './cut-over.ts';
import type { StepOf, StepType } from './define-step.ts';
import { changeGateway } from './gateway-change.ts';
import { createGateway } from './gateway-create.ts';
import { protectGateway } from './gateway-protect.ts';
import { resizeGateway } from './gateway-resize.ts';
import { tagGateway } from './gateway-tag.ts';
import { preflight } from './preflight.ts';
import { addDnatRule, addSnatRule } from './rule-add.ts';
import { addDnatRules, addSnatRules } from './rule-add-all.ts';
import { removeDnatRule, removeSnatRule } from './rule-remove.ts';
import { replaceDnatRule, replaceSnatRule } from './rule-replace.ts';
import { watchSoak } from './soak-watch.ts';
import { sourceCheck } from './source-check.ts';
import { deleteSource } from './source-delete.ts';
import { targetCheck } from './target-check.ts';
import { switchTraffic } from './traffic-switch.ts';
import { verifyRules } from './verify.ts';

const all = {
  'source.check': sourceCheck,
  'target.check': targetCheck,
  preflight,
  'address.allocate': allocateAddress,
  'gateway.create': createGateway,
  'gateway.change': changeGateway,
  'gateway.resize': resizeGateway,
  'gateway.protect': protectGateway,
  'gateway.tag': tagGateway,
  'address.attach': attachAddress,
  'address.detach': detachAddress,
  'snat.add': addSnatRule,
  'snat.addAll': addSnatRules,
  'snat.replace': replaceSnatRule,
  'snat.remove': removeSnatRule,
  'dnat.add': addDnatRule,
  'dnat.addAll': addDnatRules,
  'dnat.replace': replaceDnatRule,
  'dnat.remove': removeDnatRule,
  verify: verifyRules,
  'cut-over.start': startCutOver,
  'cut-over': cutOver,
  'traffic.switch': switchTraffic,
  'soak.watch': watchSoak,
  'source.delete': deleteSource,
} as const;

export type StepKind = keyof typeof all;

type ArgsOf<T> = T extends StepType<string, infer Args> ? Args : never;
type StepArguments = { readonly [K in StepKind]: ArgsOf<(typeof all)[K]> };

/** Everything a plan can do, by its kind. */
export const stepTypes: { readonly [K in StepKind]: StepType<K, StepArguments[K]> } = all;

/** One step of a plan, as data. */
export type Step = { readonly [K in StepKind]: StepOf<K, StepArguments[K]> }[StepKind];

/** The arguments of a step as the journal keeps them. */
export const bindStep = <K extends StepKind>(
  { id, kind, args }: StepOf<K, StepArguments[K]>,
  known: Bindings,
): object => stepTypes[kind].bind(args, known, id);

export const learnFrom = <K extends StepKind>(
  { kind, args }: StepOf<K, StepArguments[K]>,
  result: Json,
  known: Bindings,
): Bindings => stepTypes[kind].learn(args, result, known);

/** What a step does item by item, where its summary only counts. */
export const detailsOf = <K extends StepKind>({
  kind,
  args,
}: StepOf<K, StepArguments[K]>): readonly string[] => stepTypes[kind].details(args);
