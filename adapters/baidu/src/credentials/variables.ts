import type { BaiduCredentials } from '../signer.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Variables of Baidu's own command line (https://github.com/baidubce/bce-cli#readme), then those of the Terraform provider. A
 * session token is taken only beside the keys it belongs to.
 */
export function readVariables(variables: Variables): BaiduCredentials | undefined {
  const token = variables.BCE_SECURITY_TOKEN ?? variables.BCE_SESSION_TOKEN;
  return (
    credentialsOf(variables.BCE_ACCESS_KEY_ID, variables.BCE_SECRET_ACCESS_KEY, token) ??
    credentialsOf(variables.BAIDUCLOUD_ACCESS_KEY, variables.BAIDUCLOUD_SECRET_KEY)
  );
}

/** Keys come in pairs; half a pair is none. */
export function credentialsOf(
  accessKeyId: string | undefined,
  secretAccessKey: string | undefined,
  sessionToken?: string,
): BaiduCredentials | undefined {
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
