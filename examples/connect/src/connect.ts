import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { createNat, type Drivers, fromEnvironment, type Nat, NatError } from '@polynat/core';
import { tencentBm } from '@polynat/tencent-bm';
import { readConnection } from './connection.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Real accounts, or an emulator when `POLYNAT_EMULATOR` names one. What uses the result cannot tell which. */
export async function connect(variables: Variables = process.env): Promise<Nat> {
  const url = variables.POLYNAT_EMULATOR;
  return createNat(url === undefined ? fromVariables(variables) : await fromEmulator(url));
}

/** A cloud whose region is named belongs to it; its keys are where the cloud's own tools look for them. */
function fromVariables({ ALIBABA_CLOUD_REGION_ID, BCE_REGION, TENCENTCLOUD_REGION }: Variables): Drivers {
  const credentials = fromEnvironment();
  const drivers = {
    ...(ALIBABA_CLOUD_REGION_ID && { alibaba: alibaba({ region: ALIBABA_CLOUD_REGION_ID, credentials }) }),
    ...(BCE_REGION && { baidu: baidu({ region: BCE_REGION, credentials }) }),
    ...(TENCENTCLOUD_REGION && { 'tencent-bm': tencentBm({ region: TENCENTCLOUD_REGION, credentials }) }),
  };
  if (Object.keys(drivers).length > 0) return drivers;
  throw new NatError('invalid-argument', 'no cloud is configured', {
    remedy: 'set POLYNAT_EMULATOR, or one of ALIBABA_CLOUD_REGION_ID, BCE_REGION, TENCENTCLOUD_REGION',
  });
}

async function fromEmulator(url: string): Promise<Drivers> {
  const { credentials, networks } = await readConnection(url);
  const endpoint = url;
  return {
    alibaba: alibaba({
      region: networks.alibaba.regionId,
      credentials: credentials.alibaba,
      endpoint,
    }),
    baidu: baidu({ region: networks.baidu.region, credentials: credentials.baidu, endpoint }),
    'tencent-bm': tencentBm({
      region: networks.tencentBm.region,
      credentials: credentials.tencentBm,
      endpoint,
    }),
  };
}
