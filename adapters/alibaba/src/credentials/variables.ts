import type { AlibabaCredentials } from '../signer.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables of Alibaba Cloud's own SDKs come first, then those its Terraform provider and older tools read. */
const variables = {
  accessKeyId: ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY'],
  accessKeySecret: ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALICLOUD_ACCESS_KEY_SECRET', 'ALICLOUD_SECRET_KEY'],
  securityToken: ['ALIBABA_CLOUD_SECURITY_TOKEN', 'ALICLOUD_SECURITY_TOKEN'],
};

export function credentialsFrom(environment: Variables): AlibabaCredentials | undefined {
  const read = (names: readonly string[]) => names.map((name) => environment[name]).find(Boolean);
  const accessKeyId = read(variables.accessKeyId);
  const accessKeySecret = read(variables.accessKeySecret);
  const securityToken = read(variables.securityToken);
  if (!accessKeyId || !accessKeySecret) return undefined;
  return { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) };
}
