/** One member of a record, or none when there is no value: what was not given is not sent. */
export const optional = <N extends string, T>(name: N, value: T | undefined): { readonly [K in N]?: T } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [K in N]: T });
