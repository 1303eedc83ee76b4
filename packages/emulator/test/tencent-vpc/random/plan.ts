import type { VpcAnswer } from '../client.ts';

/** A write, the codes that may refuse it, and what accepting it means. */
export interface Plan {
  readonly action: string;
  readonly parameters: object;
  /** Empty when it must be accepted. */
  readonly refusals: readonly string[];
  accept(answer: VpcAnswer): void;
}

export const when = (condition: boolean, code: string): readonly string[] => (condition ? [code] : []);
