import { type Meaning, missing } from '@polynat/adapter-kit';
import { commonCodes } from '@polynat/tencent';

/**
 * https://cloud.tencent.com/document/api/1024/34241. None of them is particular to NAT, so a gateway at work and one that cannot
 * be used share `ResourceUnavailable`, and whatever a resource will not do in its state is `UnsupportedOperation`.
 */
export const v3Codes: Readonly<Record<string, Meaning>> = {
  ...commonCodes,
  'ResourceNotFound.VpcNotExist': { ...missing, remedy: 'list the VPCs of the region: networks.list' },
  UnsupportedRegion: { code: 'unsupported', remedy: 'use a region where bare metal is: DescribeRegions' },
};
