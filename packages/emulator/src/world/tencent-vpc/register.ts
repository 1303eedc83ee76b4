import type { Region } from './regions.ts';

/** Items by id, and those of each region in order of creation. */
export class Register<Item extends { readonly id: string }> {
  readonly #items = new Map<string, Item>();
  readonly #byRegion = new Map<Region, Item[]>();
  readonly #regionOf: (item: Item) => Region;

  constructor(regionOf: (item: Item) => Region) {
    this.#regionOf = regionOf;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  all(): readonly Item[] {
    return [...this.#items.values()];
  }

  in(region: Region): readonly Item[] {
    return this.#byRegion.get(region) ?? [];
  }

  add(item: Item): void {
    this.#items.set(item.id, item);
    const region = this.#regionOf(item);
    const list = this.#byRegion.get(region);
    if (list === undefined) this.#byRegion.set(region, [item]);
    else list.push(item);
  }

  remove(item: Item): void {
    this.#items.delete(item.id);
    const list = this.#byRegion.get(this.#regionOf(item)) ?? [];
    list.splice(list.indexOf(item), 1);
  }
}
