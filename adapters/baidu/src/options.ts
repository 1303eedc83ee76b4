import type { CloudSettings, Seams, SettingsDefinition } from '@polynat/adapter-kit';
import type { CredentialSource } from '@polynat/core';
import type { BaiduCredentials } from './signer.ts';

/** Regions are `bj`, `gz`, `su`, `hkg`, `fwh`, `bd`, `sin`, `fsh`, … */
export interface BaiduSettings extends CloudSettings {
  /** Lists gateways of these VPCs only. Left out, all VPCs are asked one by one: the API cannot list across them. */
  readonly vpcs?: readonly string[];
}

export interface BaiduOptions extends BaiduSettings, Seams {
  readonly credentials: CredentialSource<BaiduCredentials>;
}

export const settings: SettingsDefinition<BaiduSettings> = {
  region: {
    example: 'bj',
    pattern: /^[a-z]{2,8}$/,
    must: 'must be a region of Baidu AI Cloud such as bj, gz or su',
    variables: ['BCE_REGION', 'BAIDUCLOUD_REGION'],
  },
  endpoint: { example: 'https://bcc.bj.baidubce.com' },
  own: {
    vpcs: {
      listOf: {
        pattern: /^[A-Za-z0-9_-]+$/,
        must: 'must be an id as the API prints it, such as vpc-13vuxu016dew',
      },
      summary: 'Lists gateways of these VPCs only; left out, all VPCs are asked one by one',
    },
  },
};
