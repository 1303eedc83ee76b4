/** Products of this cloud by the first label of their host. */
const products = ['bmvpc', 'vpc', 'bmeip', 'eip', 'bm', 'bmlb', 'tag'] as const;
export type Product = (typeof products)[number];

/** Which product a host belongs to; undefined for a host that names none, such as an address of the emulator. */
export function productOf(host: string): Product | undefined {
  const [label = '', ...rest] = host.split('.');
  return rest.length === 0 ? undefined : productNamed(label);
}

export function productNamed(label: string): Product | undefined {
  return products.find((product) => product === label);
}

/** What a client may have signed as host: the header as it came, or without its port, as the v3 clients do. */
export function signedHosts(host: string): readonly string[] {
  const bare = host.replace(/:\d+$/, '');
  return bare === host ? [host] : [host, bare];
}
