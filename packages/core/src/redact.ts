/**
 * Masks secrets in text that may reach a log. Clouds echo what was signed (Alibaba Cloud prints its whole string to sign when
 * a signature does not match), so names are recognised plain, percent-encoded once or twice, and as JSON members.
 */
const secretNames = [
  'AccessKeyId',
  'AccessKeySecret',
  'SecretAccessKey',
  'SecretId',
  'SecretKey',
  'SecurityToken',
  'x-bce-security-token',
  'X-TC-Token',
  'x-acs-security-token',
  'Authorization',
  'SignatureNonce',
  'Signature',
  'Credential',
  'Proxy-Authorization',
  'Token',
  'Password',
].join('|');

const mask = '***';

const assignment = new RegExp(
  `\\b(${secretNames})(\\s*(?:=|:|%3D|%253D)\\s*)(?:(?:Bearer|Basic)\\s+)?(?:(?!%26|%2526)[^\\s&",;}])+`,
  'gi',
);
const member = new RegExp(`("(?:${secretNames})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
const baiduAuthorization = /bce-auth-v1\/[^\s"]+/g;
const authorizationHeader =
  /\b(Authorization["']?\s*[:=]\s*["']?)(?:TC3-HMAC-SHA256|ACS3-HMAC-SHA256)[^\n"']*/gi;
const userInfo = /(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@:]+:[^/\s@]+@/gi;

export function redact(text: string): string {
  return text
    .replace(baiduAuthorization, `bce-auth-v1/${mask}`)
    .replace(authorizationHeader, `$1${mask}`)
    .replace(userInfo, `$1${mask}@`)
    .replace(member, `$1"${mask}"`)
    .replace(assignment, `$1$2${mask}`);
}
