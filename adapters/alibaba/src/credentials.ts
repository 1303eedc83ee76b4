import type { CredentialDefinition } from '@polynat/adapter-kit';
import type { AlibabaCredentials } from './signer.ts';
import { assumedRole, assumedWithToken, fromUri, roleOfMachine } from './temporary-keys.ts';

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
        exchanges: {
          EcsRamRole: ({ ram_role_name: name }, tools) => roleOfMachine(name || undefined, tools),
          RamRoleArn: assumedRole({
            keys: { id: 'access_key_id', secret: 'access_key_secret' },
            role: 'ram_role_arn',
            session: 'ram_session_name',
            seconds: 'expired_seconds',
            region: 'sts_region',
          }),
          OIDC: assumedWithToken({
            provider: 'oidc_provider_arn',
            tokenFile: 'oidc_token_file',
            role: 'ram_role_arn',
            session: 'ram_session_name',
            seconds: 'expired_seconds',
            region: 'sts_region',
          }),
          CredentialsURI: fromUri('credentials_uri'),
        },
      },
    ],
    remedy: 'run `aliyun configure`',
  },
  /** Those of Alibaba Cloud's SDKs, in their order. https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-node-js-access-credentials */
  exchanges: [
    {
      variables: [
        'ALIBABA_CLOUD_ROLE_ARN',
        'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
        'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
      ],
      keys: assumedWithToken({
        provider: 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
        tokenFile: 'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
        role: 'ALIBABA_CLOUD_ROLE_ARN',
        session: 'ALIBABA_CLOUD_ROLE_SESSION_NAME',
        seconds: 'ALIBABA_CLOUD_ROLE_SESSION_EXPIRATION',
        region: 'ALIBABA_CLOUD_STS_REGION',
      }),
    },
    {
      variables: ['ALIBABA_CLOUD_ECS_METADATA'],
      keys: ({ ALIBABA_CLOUD_ECS_METADATA: name }, tools) => roleOfMachine(name, tools),
    },
    { variables: ['ALIBABA_CLOUD_CREDENTIALS_URI'], keys: fromUri('ALIBABA_CLOUD_CREDENTIALS_URI') },
  ],
  role: roleOfMachine,
};
