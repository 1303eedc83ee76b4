/**
 * Resources by id and, in order of creation, by group (a region or a VPC). A page of a group costs the same however
 * many resources stand outside it.
 */
export class Register<Item extends { readonly id: string }, Group> {
  readonly #groupOf: (item: Item) => Group;
  readonly #byId = new Map<string, Item>();
  readonly #groups = new Map<Group, Item[]>();

  constructor(groupOf: (item: Item) => Group) {
    this.#groupOf = groupOf;
  }

  get size(): number {
    return this.#byId.size;
  }

  add(item: Item): void {
    this.#byId.set(item.id, item);
    const group = this.#groups.get(this.#groupOf(item));
    if (group === undefined) this.#groups.set(this.#groupOf(item), [item]);
    else group.push(item);
  }

  remove(item: Item): void {
    if (!this.#byId.delete(item.id)) return;
    const group = this.#groups.get(this.#groupOf(item)) ?? [];
    group.splice(group.indexOf(item), 1);
  }

  get(id: string): Item | undefined {
    return this.#byId.get(id);
  }

  /** Those of one group, oldest first. */
  in(group: Group): readonly Item[] {
    return this.#groups.get(group) ?? [];
  }

  /** All, oldest first. */
  all(): readonly Item[] {
    return [...this.#byId.values()];
  }
}
