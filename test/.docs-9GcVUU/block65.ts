import { fromEnvironment } from '@polynat/core';
import { tencentBm } from '@polynat/tencent-bm';

const { native } = tencentBm({ region: 'ap-guangzhou', credentials: fromEnvironment() });
const { data } = await native.call('UpgradeBmNatGateway', {
  natId: 'nat-et8e970y',
  unVpcId: 'vpc-kd7d06of',
  maxConcurrent: 3_000_000,
});
console.log(await native.call('QueryBmNatGatewayProductionStatus', { taskId: data.taskId ?? '' }));

export {};
