import type { TencentBmCredentials } from '../signer.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Variables of the official SDKs and of the command line, https://github.com/TencentCloud/tencentcloud-sdk-nodejs#readme */
export function readVariables(variables: Variables): TencentBmCredentials | undefined {
  const { TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN } = variables;
  return credentialsOf(TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN);
}

export function credentialsOf(
  secretId: string | undefined,
  secretKey: string | undefined,
  token?: string,
): TencentBmCredentials | undefined {
  if (!secretId || !secretKey) return undefined;
  return { secretId, secretKey, ...(token && { token }) };
}
