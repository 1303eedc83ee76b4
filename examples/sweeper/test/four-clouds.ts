import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { type Clouds, createNat } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { tencentBm } from '@polynat/tencent-bm';
import { tencentVpc } from '@polynat/tencent-vpc';
import { type ManualClock, manualClock, probedSender } from '@polynat/testkit';
import { leanSender } from '@polynat/transport';

export interface FourClouds {
  readonly emulator: Emulator;
  readonly nat: Clouds;
  readonly clock: ManualClock;
  close(): Promise<void>;
}

/** Four clouds on one emulator, so many times faster than real ones, on a clock that moves by itself whenever all of them wait. */
export async function openFourClouds(speed = 10): Promise<FourClouds> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ strictTokens: true, speed, wall: () => clock.now() });
  const line = leanSender();
  const { credentials, networks } = emulator.connection();
  const shared = { endpoint: emulator.url, clock, sender: probedSender(line, clock).sender };
  const drivers = {
    alibaba: alibaba({ ...shared, region: networks.alibaba.regionId, credentials: credentials.alibaba }),
    baidu: baidu({ ...shared, region: networks.baidu.region, credentials: credentials.baidu }),
    'tencent-bm': tencentBm({
      ...shared,
      region: networks.tencentBm.region,
      credentials: credentials.tencentBm,
    }),
    'tencent-vpc': tencentVpc({
      ...shared,
      region: networks.tencentVpc.region,
      credentials: credentials.tencentVpc,
    }),
  };
  const nat: Clouds = createNat(drivers, { clock });
  const close = async () => {
    await nat.close();
    await line.close();
    await emulator.close();
  };
  return { emulator, nat, clock, close };
}
