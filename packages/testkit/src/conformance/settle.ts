import type { Receipt } from '@polynat/core';
import { type Call, writeWithin } from '@polynat/core';
import type { Scene } from './scene.ts';

/** A call as the portable classes make it, for tests that speak to the driver itself. */
export const callOf = ({ harness: { clock } }: Scene, token: string): Call => ({
  signal: new AbortController().signal,
  deadline: clock.now() + writeWithin,
  token,
});

/** Looks after a receipt until it is done. */
export async function settle<T>(scene: Scene, receipt: Receipt<T>, call: Call): Promise<T> {
  const { driver, harness } = scene;
  for (;;) {
    const look = await driver.poll(receipt, call);
    if (look.type === 'done') return look.value;
    if (look.type === 'failed') throw look.error;
    if (harness.clock.now() > call.deadline)
      throw new Error(`${receipt.kind} did not settle; last seen ${look.status}`);
    await harness.clock.sleep(driver.pacing.every, call.signal);
  }
}
