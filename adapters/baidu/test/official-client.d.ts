/** What the tests use of the official client, which ships no types for it. */
declare module '@baiducloud/sdk' {
  export class Auth {
    constructor(accessKeyId: string, secretAccessKey: string);
    generateAuthorization(
      method: string,
      path: string,
      query: Readonly<Record<string, string>>,
      headers: Readonly<Record<string, string>>,
      /** Seconds since 1970. */
      timestamp: number,
      lifetime: number,
      headersToSign: readonly string[],
    ): string;
  }
}
