/** The part of the untyped client of version 2 the tests use. */
declare module 'qcloudapi-sdk' {
  interface Options {
    readonly SecretId?: string;
    readonly SecretKey?: string;
    readonly Region?: string;
    readonly host?: string;
    readonly protocol?: 'http' | 'https';
    readonly method?: 'GET' | 'POST';
    readonly signatureMethod?: 'sha1' | 'sha256';
  }

  export default class QcloudApi {
    constructor(defaults: Options);
    request(
      data: Readonly<Record<string, unknown>>,
      options: Options,
      callback: (error: Error | null, body: unknown) => void,
    ): void;
  }
}
