import type { CloudSettings, Seams, SettingsDefinition } from '@polynat/adapter-kit';
import type { CredentialSource } from '@polynat/core';
import type { TencentCredentials } from '@polynat/tencent';

/** Keys of an account; `token` beside those of a temporary role. */
export type TencentVpcCredentials = TencentCredentials;

/** Regions are `ap-guangzhou`, `ap-shanghai`, `ap-beijing`, `ap-singapore`, `na-ashburn`, … */
export interface TencentVpcOptions extends CloudSettings, Seams {
  readonly credentials: CredentialSource<TencentVpcCredentials>;
}

export const settings: SettingsDefinition<CloudSettings> = {
  region: {
    example: 'ap-guangzhou',
    pattern: /^[a-z]{2}(?:-[a-z0-9]+)+$/,
    must: 'must be a region such as ap-guangzhou',
    variables: ['TENCENTCLOUD_REGION'],
  },
  endpoint: { example: 'https://vpc.ap-guangzhou.tencentcloudapi.com' },
  own: {},
};
