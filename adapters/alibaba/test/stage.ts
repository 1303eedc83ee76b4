import { type Call, writeWithin } from '@polynat/core';
import { type EmulatorOptions, startEmulator } from '@polynat/emulator';
import { type ManualClock, manualClock, seededRandom } from '@polynat/testkit';
import { leanSender, type Sender } from '@polynat/transport';
import { type AlibabaDriver, type AlibabaOptions, alibaba } from '../src/index.ts';

/** The emulated cloud and drivers on it, all on one clock that moves by itself whenever everybody waits. */
export interface Stage {
  readonly emulator: Awaited<ReturnType<typeof startEmulator>>;
  readonly clock: ManualClock;
  readonly secrets: readonly string[];
  driver(options?: Partial<AlibabaOptions>): AlibabaDriver;
  /** A call as the portable classes make it. */
  call(token?: string): Call;
  close(): Promise<void>;
}

/** Signatures are checked against the emulator's wall clock, so it shares the driver's. */
export async function openStage(region: string, options: EmulatorOptions = {}): Promise<Stage> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now(), ...options });
  const { url, credentials } = emulator.connection();
  let seed = 0;
  return {
    emulator,
    clock,
    secrets: Object.values(credentials.alibaba),
    driver: (more = {}) => {
      seed += 1;
      return alibaba({
        region,
        credentials: credentials.alibaba,
        endpoint: url,
        clock,
        random: seededRandom(seed),
        sender: held(leanSender({ timer: () => () => undefined }), clock),
        ...more,
      });
    },
    call: (token = 'a-token') => ({
      signal: new AbortController().signal,
      deadline: clock.now() + writeWithin,
      token,
    }),
    close: async () => {
      emulator.checkInvariants();
      await emulator.close();
    },
  };
}

/** Time stands still while a request is under way, so no request can be late. */
const held = (sender: Sender, clock: ManualClock): Sender => ({
  send: (request, options) => clock.hold(() => sender.send(request, options)),
  close: () => sender.close(),
});
