import type { CredentialDefinition } from '@polynat/adapter-kit';
import { roleOfMachine } from './role.ts';
import type { TencentCredentials } from './signer.ts';

export const credentials: CredentialDefinition<TencentCredentials> = {
  fields: {
    /** Part of the credential scope of a signature, whose parts are parted by slashes. */
    secretId: { pattern: /^[^/]+$/, must: 'must not contain a slash' },
    secretKey: {},
    token: { optional: true },
  },
  /** Those of the official SDKs and of the command line, https://github.com/TencentCloud/tencentcloud-sdk-nodejs#readme */
  variables: [
    {
      secretId: 'TENCENTCLOUD_SECRET_ID',
      secretKey: 'TENCENTCLOUD_SECRET_KEY',
      token: 'TENCENTCLOUD_TOKEN',
    },
  ],
  /** Those of the command line, https://cloud.tencent.com/document/product/440/34012 */
  profile: {
    files: [
      {
        path: '~/.tccli/NAME.credential',
        layout: 'single',
        usual: 'default',
        fields: { secretId: 'secretId', secretKey: 'secretKey', token: 'token' },
      },
    ],
    remedy: 'write it anew with `tccli configure`',
  },
  role: roleOfMachine,
};
