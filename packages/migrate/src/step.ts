import type {
  AddressSpec,
  AttachFor,
  DnatSpec,
  GatewayChange,
  GatewaySpec,
  Size,
  SnatSpec,
} from '@polynat/core';
import type { DesiredGateway } from './translate/translate.ts';

/**
 * One step of a plan, as data. Addresses in rules are still those of the document; what stands for them is known once earlier steps
 * have run, and `bind` puts it in.
 */
export type Step = { readonly [K in StepKind]: StepOf<K> }[StepKind];

export interface StepOf<K extends StepKind> {
  /** Unique and the same each time the plan is made. */
  readonly id: string;
  readonly kind: K;
  readonly args: StepArguments[K];
  /** What it does, for people. */
  readonly says: string;
}

export interface StepArguments {
  /** Refuses to go on when the gateway has changed since the plan was made. */
  'source.check': { readonly ref: string; readonly digest: string };
  /** Refuses to go on when the name or an address has been taken since, so that later steps can tell what is theirs. */
  'target.check': {
    readonly cloud: string;
    readonly network: string;
    readonly name: string;
    readonly addresses: readonly string[];
    /** Whether to note the addresses there are: once a cloud no longer recognises an order, it is asked what is new. */
    readonly note: boolean;
  };
  'address.allocate': { readonly cloud: string; readonly stands: string; readonly spec: AddressSpec };
  'gateway.create': {
    readonly cloud: string;
    readonly spec: GatewaySpec;
    readonly stands: readonly string[];
  };
  'gateway.change': GatewayChange & { readonly before: GatewayChange };
  'gateway.resize': { readonly size: Size };
  'gateway.protect': { readonly on: boolean };
  'gateway.tag': { readonly tags: Tags; readonly before: Tags };
  'address.attach': { readonly stands: string; readonly purpose: AttachFor };
  'address.detach': { readonly ip: string };
  'snat.add': { readonly rule: SnatSpec };
  'snat.replace': { readonly id: string; readonly rule: SnatSpec; readonly before: SnatSpec };
  'snat.remove': { readonly id: string; readonly before: SnatSpec };
  'dnat.add': { readonly rule: DnatSpec };
  'dnat.replace': { readonly id: string; readonly rule: DnatSpec; readonly before: DnatSpec };
  'dnat.remove': { readonly id: string; readonly before: DnatSpec };
  verify: { readonly desired: Pick<DesiredGateway, 'snat' | 'dnat'> };
  'way-back': { readonly source: string; readonly changes: readonly string[] };
  'cut-over': {
    readonly source: string;
    readonly changes: readonly string[];
    /** Absent in plans of version 0.1. */
    readonly routes?: 'manual';
  };
  'source.retire': { readonly ref: string };
}

type Tags = Readonly<Record<string, string>>;

export type StepKind = keyof StepArguments;

/** Steps of one stage may run side by side; a stage begins when the one before has ended. */
export interface Stage {
  readonly title: string;
  readonly concurrency: number;
  readonly steps: readonly Step[];
}

/** How many requests of one stage may be on their way. Clouds that want one at a time still get one: lanes see to it. */
const sideBySide = 8;

export const stage = (title: string, steps: readonly Step[], concurrency = sideBySide): Stage => ({
  title,
  concurrency,
  steps,
});

/** What earlier steps found out. */
export interface Bindings {
  /** The gateway. */
  readonly ref?: string;
  /** Which address stands for which. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Addresses there before anything was bought, by id. */
  readonly known?: readonly string[];
}
