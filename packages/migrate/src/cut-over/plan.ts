import type { Step } from '../steps/index.ts';

/** What follows once the new gateway is verified and the run waits for its cut-over. */
export interface CutOverPlan {
  /** `manual`: the new gateway carries no traffic until somebody points a route table at it. */
  readonly routes?: 'manual';
  /** How long both gateways stay after cut-over, at least, such as `24h`. */
  readonly soak?: string;
  /** The last steps, which nothing undoes. None when the source stays. */
  readonly finalize: readonly Step[];
}
