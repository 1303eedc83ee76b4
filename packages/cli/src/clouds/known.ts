import type { CloudDefinition } from '@polynat/adapter-kit';
import { cloud as alibaba } from '@polynat/alibaba/cloud';
import { cloud as baidu } from '@polynat/baidu/cloud';
import { cloud as tencentBm } from '@polynat/tencent-bm/cloud';
import { cloud as tencentVpc } from '@polynat/tencent-vpc/cloud';

/**
 * The one list of clouds. Commands, `polynat.yaml`, the emulator's aliases, the tables of the documentation and the tests over all
 * clouds read it. Drivers are loaded when they are used.
 */
export const knownClouds: readonly CloudDefinition[] = [alibaba, baidu, tencentBm, tencentVpc];
