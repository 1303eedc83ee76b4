import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { type Clock, createNat, type Clouds, type Placement } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { tencentBm } from '@polynat/tencent-bm';
import { memoryDriver } from '@polynat/testkit';

/** The three clouds on one emulator, and one in memory, with a network to work in. Adding a cloud to these tests is one line. */
export interface EveryCloud {
  readonly emulator: Emulator;
  readonly nat: Clouds;
  readonly places: Readonly<Record<string, Placement & { readonly subnet: string; readonly cidr: string }>>;
  close(): Promise<void>;
}

export const aliases = ['alibaba', 'baidu', 'tencent-bm', 'tencent-bm-v3', 'memory'] as const;

export async function openEveryCloud(
  options: { readonly seed?: unknown; readonly clock?: Clock } = {},
): Promise<EveryCloud> {
  const emulator = await startEmulator({ speed: 0, seed: options.seed ?? {} });
  const { credentials, networks, url: endpoint } = emulator.connection();
  const clock = options.clock ? { clock: options.clock } : {};
  const memory = memoryDriver(clock);
  const tencent = {
    region: networks.tencentBm.region,
    endpoint,
    credentials: credentials.tencentBm,
    ...clock,
  };
  const nat: Clouds = createNat(
    {
      alibaba: alibaba({
        region: networks.alibaba.regionId,
        endpoint,
        credentials: credentials.alibaba,
        ...clock,
      }),
      baidu: baidu({ region: networks.baidu.region, endpoint, credentials: credentials.baidu, ...clock }),
      'tencent-bm': tencentBm(tencent),
      'tencent-bm-v3': tencentBm({ ...tencent, api: 'v3' }),
      memory,
    },
    clock,
  );
  const { alibaba: ali, baidu: bai, tencentBm: bm } = networks;
  const bareMetal = { vpc: bm.vpcId, subnet: bm.subnetId, cidr: bm.cidr };
  const places = {
    alibaba: { vpc: ali.vpcId, subnet: ali.vSwitchId, cidr: ali.cidr },
    baidu: { vpc: bai.vpcId, subnet: bai.subnetId, cidr: bai.cidr },
    'tencent-bm': bareMetal,
    'tencent-bm-v3': bareMetal,
    memory: await firstPlace(nat),
  };
  return { emulator, nat, places, close: () => nat.close().then(() => emulator.close()) };
}

async function firstPlace(nat: Clouds) {
  const [network] = await nat.cloud('memory').networks.list().take(1);
  const [subnet] = network ? await nat.cloud('memory').networks.subnets(network.id).take(1) : [];
  if (!network || !subnet) throw new Error('the in-memory cloud has a network');
  return { vpc: network.id, subnet: subnet.id, cidr: subnet.cidr };
}
