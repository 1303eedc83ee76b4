import type { Call } from '../call.ts';
import type { NatError } from '../errors.ts';
import type { GatewayKey } from '../model/gateway-key.ts';
import type { Json } from '../model/json.ts';
import type { Mutation } from '../mutations/names.ts';
import type { Receipt } from '../receipt.ts';

/** One request of a mutation. Most have a single one; replacing an address has two, a batch one per item. */
export interface Request {
  readonly name: string;
  /** `earlier` are the final values of the requests before it. */
  readonly start: (call: Call, earlier: readonly unknown[]) => Promise<Receipt>;
  /** The mutation that does the same by itself, for the record of an item of a batch. */
  readonly alone?: { readonly mutation: Mutation; readonly input: Json };
  /** The kind of change it is by itself, where a plan has steps of several kinds: it waits in the serial queue of that kind. */
  readonly as?: { readonly mutation: Mutation; readonly key: GatewayKey | undefined };
}

/** A mutation ready to run: its requests, as far as they are known before, and how they are completed to make the result. */
export interface MutationPlan<T> {
  readonly steps: readonly Request[];
  readonly run: (steps: Steps) => Promise<T>;
  /** What it will send, in words, for a plan whose steps are known only while it runs. */
  readonly outline?: readonly string[];
  /** What the caller should know before it happens, such as an interruption of traffic. */
  readonly notice?: string;
  /** `per-step` where each step is queued as what it is (`as`), instead of the operation as a whole. */
  readonly queued?: 'per-step';
}

/** What an item of a batch completes its steps with: they are numbered from 0 and have tokens of their own. */
export type ItemSteps = Pick<Steps, 'call' | 'completeAs' | 'isKnown'>;

/** An item of a batch, which does what another mutation does by itself. */
export interface BatchItem {
  readonly name: string;
  /** Its places in the record: as many receipts from the first one on. The first is kept for a refusal of the item as a whole. */
  readonly first: number;
  readonly places: number;
  readonly alone: NonNullable<Request['alone']>;
  readonly run: (steps: ItemSteps) => Promise<unknown>;
}

/** What a plan completes its steps with. */
export interface Steps {
  /** For what a plan reads. */
  readonly call: Call;
  /** Sends a step, unless an earlier process did, and polls it to its final value. */
  complete(index: number, earlier: readonly unknown[]): Promise<unknown>;
  /** The same for a step that is known only when those before it are done. */
  completeAs(index: number, request: Request, earlier?: readonly unknown[]): Promise<unknown>;
  /** The same for an item of a batch, whose failure is an answer. A refusal is kept in the record. */
  attempt(index: number): Promise<Attempt>;
  /** The same for an item that takes several requests. A failure carries the record of the item, once the cloud accepted some of it. */
  attemptItem(item: BatchItem): Promise<Attempt>;
  /** Whether the cloud accepted or refused the step already, perhaps in another process. */
  isKnown(index: number): boolean;
  /** Polls what an earlier process sent with `perform` to its final values. Says whether there was anything. */
  completeEarlier(): Promise<boolean>;
  /**
   * Sends a request that was found while the plan runs, and polls it to its final value. Its token comes from `purpose`, so that another
   * process that finds the same request sends it under the same token.
   */
  perform(purpose: string, request: Request): Promise<unknown>;
  /** Writes what was found out into the input of the record, for another process that can no longer read it. */
  amend(input: Json): void;
}

export type Attempt =
  | { readonly value: unknown; readonly error?: never }
  | {
      readonly error: NatError;
      /** Nothing that follows can succeed either: the caller stopped it, the time is up, or the account may not do this. */
      readonly final: boolean;
      readonly value?: never;
    };
