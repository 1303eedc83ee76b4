import type { CloudSettings, Seams, SettingsDefinition } from '@polynat/adapter-kit';
import type { CredentialSource } from '@polynat/core';
import type { TencentCredentials } from '@polynat/tencent';
import type { Api } from './operations/operation.ts';
import type { SignatureMethod } from './signer.ts';

/** Regions are `ap-guangzhou`, `ap-beijing`, `ap-shanghai` or `ap-chongqing`; `gz`, `bj`, `sh` and `cq` are understood. */
export interface TencentBmSettings<A extends Api = Api> extends CloudSettings {
  /**
   * The generation of the API: `v2` (bmvpc.api.qcloud.com), which can do more, or `v3` (bmvpc.tencentcloudapi.com, 2018-06-25).
   * `v2` when left out.
   */
  readonly api?: A;
  /** How requests of `v2` travel: in the query or in a form. POST when left out, which keeps them out of logs of addresses. */
  readonly method?: 'GET' | 'POST';
  /** How requests of `v2` are signed. HmacSHA1 when left out: the only one the pages of bare metal describe. */
  readonly signatureMethod?: SignatureMethod;
  /** The VPC of new public addresses whose order names none. Left out, the only VPC of the region is taken. */
  readonly vpc?: string;
}

export interface TencentBmOptions<A extends Api = Api> extends TencentBmSettings<A>, Seams {
  readonly credentials: CredentialSource<TencentCredentials>;
}

export const settings: SettingsDefinition<TencentBmSettings> = {
  region: {
    example: 'ap-guangzhou',
    pattern: /^[a-z]{2}(?:-[a-z0-9]+)+$/,
    must: 'must be a region such as ap-guangzhou',
    /** Short names of the older pages, https://cloud.tencent.com/document/api/386/9354 */
    alsoCalled: { gz: 'ap-guangzhou', bj: 'ap-beijing', sh: 'ap-shanghai', cq: 'ap-chongqing' },
    variables: ['TENCENTCLOUD_REGION'],
  },
  endpoint: { example: 'https://bmvpc.api.qcloud.com' },
  own: {
    api: { oneOf: ['v2', 'v3'], summary: 'Generation of the API; v2 when left out' },
    method: { oneOf: ['GET', 'POST'], summary: 'How requests of API v2 travel; POST when left out' },
    signatureMethod: {
      oneOf: ['HmacSHA1', 'HmacSHA256'],
      summary: 'How requests of API v2 are signed; HmacSHA1 when left out',
    },
    vpc: {
      text: {
        pattern: /^[A-Za-z0-9_-]+$/,
        must: 'must be an id as the API prints it, such as vpc-kd7d06of',
      },
      summary: 'The VPC of new public IPs whose order names none; left out, the only VPC of the region',
    },
  },
};
