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
  'SessionToken',
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

/** A name begins where a word does, and that may be right after a percent-encoded separator. */
const start = '(?:\\b|(?<=%(?:25)?[0-9A-F]{2}))';
/** JSON that travels inside JSON has its quotes escaped, and percent-encoded JSON spells them `%22`. */
const quote = `(?:%22|\\\\{0,7}["'])?`;

const assignment = new RegExp(
  `${start}(${secretNames})(${quote}\\s*(?:=|:|%3[AD]|%253[AD])\\s*${quote})(?:(?:Bearer|Basic)\\s+)?(?:(?!%26|%2526|%22)[^\\s&",;}])+`,
  'gi',
);
const member = new RegExp(`("(?:${secretNames})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
const baiduAuthorization = /bce-auth-v1\/[^\s"]+/g;
const authorizationHeader =
  /\b(Authorization["']?\s*[:=]\s*["']?)(?:TC3-HMAC-SHA256|ACS3-HMAC-SHA256)[^\n"']*/gi;
/** Looks for no scheme in front: a search for one would take quadratic time on text such as `a.a.a.a…`. */
const userInfo = /(:\/\/)[^/\s@:]+:[^/\s]+@/g;

export function redact(text: string): string {
  return text
    .replace(baiduAuthorization, `bce-auth-v1/${mask}`)
    .replace(authorizationHeader, `$1${mask}`)
    .replace(userInfo, `$1${mask}@`)
    .replace(member, `$1"${mask}"`)
    .replace(assignment, `$1$2${mask}`);
}
