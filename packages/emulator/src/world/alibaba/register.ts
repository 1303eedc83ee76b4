/**
 * Resources by ID and, in order of creation, by group (a region or a VPC). A page of a group costs the same however
 * many resources stand outside it.
 */
export class Register<T extends { readonly id: string }> {
  readonly #groupOf: (resource: T) => string;
  readonly #byId = new Map<string, T>();
  readonly #groups = new Map<string, T[]>();

  constructor(groupOf: (resource: T) => string) {
    this.#groupOf = groupOf;
  }

  get size(): number {
    return this.#byId.size;
  }

  add(resource: T): void {
    this.#byId.set(resource.id, resource);
    const group = this.#groups.get(this.#groupOf(resource));
    if (group === undefined) this.#groups.set(this.#groupOf(resource), [resource]);
    else group.push(resource);
  }

  remove(resource: T): void {
    if (!this.#byId.delete(resource.id)) return;
    const group = this.#groups.get(this.#groupOf(resource)) ?? [];
    group.splice(group.indexOf(resource), 1);
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  /** Oldest first. */
  group(name: string): readonly T[] {
    return this.#groups.get(name) ?? [];
  }

  all(): IterableIterator<T> {
    return this.#byId.values();
  }
}
