import { NatError } from '@polynat/core';
import type { GatewaySnapshots } from '@polynat/migrate';
import { readAlibaba } from './alibaba/read.ts';
import { writeAlibaba } from './alibaba/write.ts';
import { readBaidu } from './baidu/read.ts';
import { writeBaidu } from './baidu/write.ts';
import type { StateResource } from './state/resources.ts';
import type { Found } from './state/state-gateway.ts';
import { readTencentVpc } from './tencent-vpc/read.ts';
import { writeTencentVpc } from './tencent-vpc/write.ts';
import type { Written } from './write/entry.ts';
import type { Requirement } from './write/files.ts';

/** The provider of Terraform for one kind of cloud. */
export interface Provider extends Requirement {
  readonly write: (snapshots: GatewaySnapshots) => Written;
  readonly read: (resources: readonly StateResource[]) => readonly Found[];
}

/** By kind of cloud. The versions are the lowest whose resources can say what is written here. */
export const providers: Readonly<Record<string, Provider>> = {
  alibaba: {
    provider: 'alicloud',
    source: 'aliyun/alicloud',
    /** `snat_ip` no longer replaces a rule since 1.241. */
    version: '>= 1.241.0, < 3.0.0',
    write: writeAlibaba,
    read: readAlibaba,
  },
  'tencent-vpc': {
    provider: 'tencentcloud',
    source: 'tencentcloudstack/tencentcloud',
    /** Gateways of the standard kind without a size since 1.81.134. */
    version: '>= 1.81.134, < 2.0.0',
    write: writeTencentVpc,
    read: readTencentVpc,
  },
  baidu: {
    provider: 'baiducloud',
    source: 'baidubce/baiducloud',
    /** `snat_eips` since 1.19.24. */
    version: '>= 1.19.24, < 2.0.0',
    write: writeBaidu,
    read: readBaidu,
  },
};

/** Why other kinds cannot be written. */
const reasons: Readonly<Record<string, string>> = {
  'tencent-bm': 'its provider for Terraform has no resources for NAT gateways of bare metal',
};

export function requireProvider(kind: string): Provider {
  const provider = providers[kind];
  if (provider) return provider;
  throw new NatError('unsupported', `${kind}: ${reasons[kind] ?? 'no provider for Terraform is known'}`, {
    field: 'format',
    remedy: 'export it as a document with `polynat export`',
  });
}
