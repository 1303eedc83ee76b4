import type { AddressSpec, DnatSpec, GatewaySpec, Size, SnatSpec } from '@polynat/core';
import type { DesiredGateway } from './translate/translate.ts';

/**
 * One step of a plan, as data. Addresses in rules are still those of the document; what stands for them is known once earlier steps
 * have run, and `bind` puts it in.
 */
export type Step = {
  readonly [K in StepKind]: {
    /** Unique and the same each time the plan is made. */
    readonly id: string;
    readonly kind: K;
    readonly args: StepArguments[K];
    /** What it does, for people. */
    readonly says: string;
  };
}[StepKind];

export interface StepArguments {
  /** Refuses to go on when the gateway has changed since the plan was made. */
  'source.check': { readonly ref: string; readonly digest: string };
  'address.allocate': {
    readonly cloud: string;
    readonly stands: string;
    readonly spec: AddressSpec;
    /** Addresses there before, on clouds whose API does not recognise a repeated order. */
    readonly known?: readonly string[];
  };
  'gateway.create': {
    readonly cloud: string;
    readonly spec: GatewaySpec;
    readonly stands: readonly string[];
  };
  'gateway.change': { readonly name?: string; readonly description?: string };
  'gateway.resize': { readonly size: Size };
  'gateway.protect': { readonly on: boolean };
  'gateway.tag': { readonly tags: Readonly<Record<string, string>> };
  'address.attach': { readonly stands: string };
  'address.detach': { readonly ip: string };
  'snat.add': { readonly rule: SnatSpec };
  'snat.replace': { readonly id: string; readonly rule: SnatSpec; readonly before: SnatSpec };
  'snat.remove': { readonly id: string; readonly before: SnatSpec };
  'dnat.add': { readonly rule: DnatSpec };
  'dnat.replace': { readonly id: string; readonly rule: DnatSpec; readonly before: DnatSpec };
  'dnat.remove': { readonly id: string; readonly before: DnatSpec };
  verify: { readonly desired: Pick<DesiredGateway, 'snat' | 'dnat'> };
  'cut-over': { readonly source: string; readonly changes: readonly string[] };
  'source.retire': { readonly ref: string };
}

export type StepKind = keyof StepArguments;

/** Steps of one stage may run side by side; a stage begins when the one before has ended. */
export interface Stage {
  readonly title: string;
  readonly concurrency: number;
  readonly steps: readonly Step[];
}

/** What earlier steps found out: the gateway, and which address stands for which. */
export interface Bindings {
  readonly ref?: string;
  readonly addresses: Readonly<Record<string, string>>;
}
