/** Gives each resource of a type a name of its own, made from what tells it apart. */
export class Labels {
  readonly #taken = new Set<string>();

  /** The first of the proposals that is free, and else the last one with a number. */
  take(type: string, ...proposals: readonly string[]): string {
    const names = proposals.map(asLabel);
    const free = names.find((name) => !this.#taken.has(`${type}.${name}`));
    const name = free ?? this.#numbered(type, names.at(-1) ?? 'nat');
    this.#taken.add(`${type}.${name}`);
    return name;
  }

  #numbered(type: string, name: string): string {
    let number = 2;
    while (this.#taken.has(`${type}.${name}_${number}`)) number += 1;
    return `${name}_${number}`;
  }
}

/** `Shop (egress)` becomes `shop_egress`, `10.0.1.0/24` becomes `nat_10_0_1_0_24`. */
export function asLabel(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, longest)
    .replace(/_+$/, '');
  if (plain === '') return 'nat';
  return /^\d/.test(plain) ? `nat_${plain}` : plain;
}

/** Names longer than this no longer help a reader. */
const longest = 60;
