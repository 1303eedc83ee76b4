/** What the tests use of the official client, which ships no types of its own for it. */
declare module '@baiducloud/sdk' {
  export interface BceConfig {
    readonly endpoint: string;
    readonly credentials: { readonly ak: string; readonly sk: string };
    readonly sessionToken?: string;
  }

  export interface BceAnswer {
    readonly http_headers: Readonly<Record<string, string>>;
    readonly body: Readonly<Record<string, unknown>>;
  }

  export class BceBaseClient {
    constructor(config: BceConfig, serviceId: string, regionSupported: boolean);
    sendRequest(
      method: string,
      resource: string,
      request?: {
        readonly body?: string;
        readonly params?: Readonly<Record<string, string>>;
        readonly headers?: Record<string, string>;
      },
    ): PromiseLike<BceAnswer>;
  }
}

/** The same client under its older name. */
declare module 'bce-sdk-js/src/bce_base_client.js' {
  export { BceBaseClient as default } from '@baiducloud/sdk';
}
