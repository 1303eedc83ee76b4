/** Request parameters by name, decoded but not taken apart: what the parameter signature is made over. */
export type FlatParameters = ReadonlyMap<string, string>;

export type Tree = string | readonly Tree[] | { readonly [name: string]: Tree };

/** Deeper names than any documented one (`ips.0.ipList.1` has four parts) are not taken apart. */
const DEEPEST = 6;

export function parseForm(text: string): FlatParameters {
  return new Map(new URLSearchParams(text));
}

/**
 * `assignedEipSet.0=a&ips.0.ipList.1=b` → `{assignedEipSet: ['a'], ips: [{ipList: ['b']}]}`. Lists may start anywhere
 * and have gaps, as one documented sample does. Empty values count as absent unless they are to be kept: clients send
 * them for undefined ones.
 */
export function unflatten(
  parameters: FlatParameters,
  empty: 'dropped' | 'kept' = 'dropped',
): Readonly<Record<string, Tree>> {
  const root: Branch = new Map();
  for (const [name, value] of parameters) {
    if (value !== '' || empty === 'kept') plant(root, name.split('.', DEEPEST), value);
  }
  return Object.fromEntries([...root].map(([name, node]) => [name, harvest(node)]));
}

type Branch = Map<string, Branch | string>;

function plant(branch: Branch, [head = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    branch.set(head, value);
    return;
  }
  const existing = branch.get(head);
  const next: Branch = existing instanceof Map ? existing : new Map();
  branch.set(head, next);
  plant(next, rest, value);
}

function harvest(node: Branch | string): Tree {
  if (typeof node === 'string') return node;
  const entries = [...node];
  if (!entries.every(([name]) => /^\d+$/.test(name))) {
    return Object.fromEntries(entries.map(([name, child]) => [name, harvest(child)]));
  }
  return entries.sort(([one], [other]) => Number(one) - Number(other)).map(([, child]) => harvest(child));
}
