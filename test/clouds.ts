import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { type Clouds, createNat, type Placement } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { tencentBm } from '@polynat/tencent-bm';
import { manualClock, memoryDriver, probedSender } from '@polynat/testkit';
import { leanSender } from '@polynat/transport';

/** The three clouds on one emulator, and one in memory, with a network to work in. Adding a cloud to these tests is one line. */
export interface EveryCloud {
  readonly emulator: Emulator;
  readonly nat: Clouds;
  readonly places: Readonly<Record<string, Placement & { readonly subnet: string; readonly cidr: string }>>;
  close(): Promise<void>;
}

export const aliases = ['alibaba', 'baidu', 'tencent-bm', 'tencent-bm-v3', 'memory'] as const;

/** All on one clock that moves by itself whenever everybody waits, so that nothing takes real time. */
export async function openEveryCloud(): Promise<EveryCloud> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now() });
  const { credentials, networks, url: endpoint } = emulator.connection();
  const line = leanSender();
  const seams = { endpoint, clock, sender: probedSender(line, clock).sender };
  const { alibaba: ali, baidu: bai, tencentBm: bm } = networks;
  const tencent = { region: bm.region, credentials: credentials.tencentBm, ...seams };
  const nat: Clouds = createNat(
    {
      alibaba: alibaba({ region: ali.regionId, credentials: credentials.alibaba, ...seams }),
      baidu: baidu({ region: bai.region, credentials: credentials.baidu, ...seams }),
      'tencent-bm': tencentBm(tencent),
      'tencent-bm-v3': tencentBm({ ...tencent, api: 'v3' }),
      memory: memoryDriver({ clock }),
    },
    { clock },
  );
  const bareMetal = { vpc: bm.vpcId, subnet: bm.subnetId, cidr: bm.cidr };
  const places = {
    alibaba: { vpc: ali.vpcId, subnet: ali.vSwitchId, cidr: ali.cidr },
    baidu: { vpc: bai.vpcId, subnet: bai.subnetId, cidr: bai.cidr },
    'tencent-bm': bareMetal,
    'tencent-bm-v3': bareMetal,
    memory: await firstPlace(nat),
  };
  const close = async () => {
    await nat.close();
    await line.close();
    await emulator.close();
  };
  return { emulator, nat, places, close };
}

async function firstPlace(nat: Clouds) {
  const [network] = await nat.cloud('memory').networks.list().take(1);
  const [subnet] = network ? await nat.cloud('memory').networks.subnets(network.id).take(1) : [];
  if (!network || !subnet) throw new Error('the in-memory cloud has a network');
  return { vpc: network.id, subnet: subnet.id, cidr: subnet.cidr };
}
