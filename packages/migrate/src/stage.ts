import type { Step } from './steps/index.ts';

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
