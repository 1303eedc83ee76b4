import type { Receipt } from './receipt.ts';

/** What an operation reports while it runs. `elapsed` is in milliseconds. */
export type OperationEvent =
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'accepted'; readonly step: string; readonly receipt: Receipt }
  | { readonly type: 'pending'; readonly step: string; readonly status: string; readonly elapsed: number }
  | { readonly type: 'settled'; readonly elapsed: number };
