import type { CredentialDefinition } from '@polynat/adapter-kit';
import type { AlibabaCredentials } from './signer.ts';

export const credentials: CredentialDefinition<AlibabaCredentials> = {
  fields: { accessKeyId: {}, accessKeySecret: {}, securityToken: { optional: true } },
  /** The variables of Alibaba Cloud's own SDKs come first, then those its Terraform provider and older tools read. */
  variables: [
    {
      accessKeyId: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
      accessKeySecret: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
      securityToken: 'ALIBABA_CLOUD_SECURITY_TOKEN',
    },
    {
      accessKeyId: ['ALICLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY'],
      accessKeySecret: ['ALICLOUD_ACCESS_KEY_SECRET', 'ALICLOUD_SECRET_KEY'],
      securityToken: 'ALICLOUD_SECURITY_TOKEN',
    },
  ],
  /** What `aliyun configure` writes. https://www.alibabacloud.com/help/en/cli/configure-credentials */
  profile: {
    files: [
      {
        path: '~/.aliyun/config.json',
        layout: 'list',
        usual: 'default',
        fields: {
          accessKeyId: 'access_key_id',
          accessKeySecret: 'access_key_secret',
          securityToken: 'sts_token',
        },
        modes: {
          AK: ['accessKeyId', 'accessKeySecret'],
          StsToken: ['accessKeyId', 'accessKeySecret', 'securityToken'],
        },
      },
    ],
    remedy: 'run `aliyun configure`',
  },
};
