import type { CredentialDefinition } from '@polynat/adapter-kit';
import type { BaiduCredentials } from './signer.ts';

export const credentials: CredentialDefinition<BaiduCredentials> = {
  fields: {
    /** Part of the signature's prefix, whose parts are parted by slashes. */
    accessKeyId: { pattern: /^[^/]+$/, must: 'must not contain a slash' },
    secretAccessKey: {},
    sessionToken: { optional: true },
  },
  /** Those of Baidu's own command line (https://github.com/baidubce/bce-cli#readme), then those of the Terraform provider. */
  variables: [
    {
      accessKeyId: 'BCE_ACCESS_KEY_ID',
      secretAccessKey: 'BCE_SECRET_ACCESS_KEY',
      sessionToken: ['BCE_SECURITY_TOKEN', 'BCE_SESSION_TOKEN'],
    },
    { accessKeyId: 'BAIDUCLOUD_ACCESS_KEY', secretAccessKey: 'BAIDUCLOUD_SECRET_KEY' },
  ],
  /** The file of the command line, then that of the one before it. */
  profile: {
    files: [
      {
        path: '~/.bce/config.json',
        layout: 'list',
        usual: 'default',
        fields: {
          accessKeyId: 'access_key_id',
          secretAccessKey: 'secret_access_key',
          sessionToken: 'security_token',
        },
      },
      {
        path: '~/.bce/credentials',
        layout: 'sections',
        usual: 'defaults',
        fields: {
          accessKeyId: 'bce_access_key_id',
          secretAccessKey: 'bce_secret_access_key',
          sessionToken: 'bce_session_token',
        },
      },
    ],
    remedy: 'write it anew with `bce configure set`',
  },
};
