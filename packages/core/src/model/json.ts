/** Plain data: what survives JSON, a journal and another process. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
