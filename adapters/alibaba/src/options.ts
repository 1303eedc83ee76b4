import type { CloudSettings, Seams, SettingsDefinition } from '@polynat/adapter-kit';
import type { CredentialSource } from '@polynat/core';
import type { Generation } from './codec/gateway.ts';
import type { AlibabaCredentials } from './signer.ts';

export interface AlibabaSettings extends CloudSettings {
  /**
   * The kind of gateway to create. Left out, a size by tier makes a Normal gateway and everything else an Enhanced one paid by
   * usage, the only kind sold since 2021.
   */
  readonly generation?: Generation;
  /** Names the account in the rate limiter's keys, for processes that use several accounts. */
  readonly account?: string;
}

export interface AlibabaOptions extends AlibabaSettings, Seams {
  /** Keys, a function that gets them, `fromEnvironment()`, `fromProfile()` or `fromCommand(…)`. */
  readonly credentials: CredentialSource<AlibabaCredentials>;
}

export const settings: SettingsDefinition<AlibabaSettings> = {
  region: {
    example: 'cn-hangzhou',
    pattern: /^[a-z0-9-]+$/,
    must: 'must name a region, such as cn-hangzhou',
    variables: ['ALIBABA_CLOUD_REGION_ID', 'ALICLOUD_REGION'],
  },
  endpoint: { example: 'https://vpc.cn-hangzhou.aliyuncs.com' },
  own: {
    generation: {
      oneOf: ['normal', 'enhanced'],
      summary: 'The kind of gateway to create; left out, the size decides',
    },
    account: {
      text: { pattern: /^[\w.-]+$/, must: 'must be letters, digits, ".", "_" or "-"' },
      summary: 'Names the account in rate limits, for processes that use several',
    },
  },
};
