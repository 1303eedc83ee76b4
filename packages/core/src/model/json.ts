/** Plain data: what survives JSON, a journal and another process. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Settings under the names of the provider that has them, such as `{ IcmpReplyEnabled: false }`. */
export type ProviderSettings = Readonly<Record<string, Json>>;
