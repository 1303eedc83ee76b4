import type { Procedure } from '@polynat/engine';
import { renew } from './cloud.ts';

/** Something an operation waits for until the test lets it through. */
export interface Gate {
  readonly reached: Promise<void>;
  /** Waits; called by the operation. */
  pass(signal?: AbortSignal): Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = () => {};
  let reach = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const pass = (signal?: AbortSignal) => {
    reach();
    return signal ? Promise.race([opened, abortion(signal)]) : opened;
  };
  return { reached, pass, open };
}

function abortion(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Waits for the test at its first operation. */
export const gated: Procedure = async (run) => {
  await run.do({ name: 'gate', kind: 'gate', args: null });
  return run.do(renew('after'));
};
