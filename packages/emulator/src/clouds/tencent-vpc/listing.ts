import * as z from 'zod';
import { type Page, pageOf } from '../../common/page.ts';
import { ApiError } from '../tencent/api-error.ts';
import { type Scalars, text } from '../tencent/operation.ts';

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** Values an item has under the name of a filter, which `tag:<key>` needs too. */
type ValuesOf<Item> = (item: Item, name: string) => readonly string[];

/** Filters are joined by AND, the values of one by OR; all match exactly. */
export interface ListingRules<Item> {
  readonly filters: Readonly<Record<string, ValuesOf<Item>>>;
  readonly mostValues?: number;
  readonly mostItems?: number;
  readonly codes?: Partial<ListingCodes>;
}

/** What mistakes about a list are called; operations that list other codes name them. */
interface ListingCodes {
  readonly unknownFilter: string;
  readonly notFilters: string;
  readonly valuesNotList: string;
  readonly tooManyFilters: string;
  readonly tooManyValues: string;
  readonly coexist: string;
  readonly range: string;
}

const usualCodes: ListingCodes = {
  unknownFilter: 'InvalidParameter.FilterInvalidKey',
  notFilters: 'InvalidParameter.FilterNotDict',
  valuesNotList: 'InvalidParameter.FilterValuesNotList',
  tooManyFilters: 'InvalidParameterValue.LimitExceeded',
  tooManyValues: 'InvalidParameterValue.LimitExceeded',
  coexist: 'InvalidParameter.Coexist',
  range: 'InvalidParameterValue.Range',
};

const MOST_FILTERS = 10;

export interface ListInput {
  readonly Filters?: unknown;
  readonly Offset: number;
  readonly Limit: number;
}

/** Most lists count in numbers; those of VPCs, subnets and route tables in text. */
export const listFields = ({ int }: Scalars) => ({
  Filters: z.unknown().optional(),
  Offset: int.default(0),
  Limit: int.default(20),
});

const digits = text.regex(/^\d{1,9}$/, 'not a number as text').transform(Number);
export const textListFields = {
  Filters: z.unknown().optional(),
  Offset: digits.default(0),
  Limit: digits.default(20),
};

export class Listing<Item> {
  readonly #rules: ListingRules<Item>;
  readonly #codes: ListingCodes;
  readonly #filters: ReadonlyMap<string, ValuesOf<Item>>;

  constructor(rules: ListingRules<Item>) {
    this.#rules = rules;
    this.#filters = new Map(Object.entries(rules.filters));
    this.#codes = { ...usualCodes, ...rules.codes };
  }

  /** The filters of a call, checked; ids beside them are refused. */
  filters(value: unknown, ids?: readonly string[]): readonly Filter[] {
    if (value === undefined) return [];
    if (ids !== undefined) this.#refuse('coexist', 'Give ids or Filters, not both.');
    if (!Array.isArray(value)) this.#refuse('notFilters', 'Filters is not a list.');
    const filters = value.map((each: unknown) => this.#filter(each));
    if (filters.length > MOST_FILTERS)
      this.#refuse('tooManyFilters', `There are over ${MOST_FILTERS} filters.`);
    return filters;
  }

  #filter(value: unknown): Filter {
    const shape = filterShape.safeParse(value);
    if (!shape.success) this.#refuse('notFilters', 'A filter has a Name and Values.');
    const { Name: name, Values } = shape.data;
    const values = z.array(text).safeParse(Values);
    if (!values.success) this.#refuse('valuesNotList', `The values of ${name} are not a list of texts.`);
    const { mostValues = 5 } = this.#rules;
    if (values.data.length > mostValues)
      this.#refuse('tooManyValues', `${name} has over ${mostValues} values.`);
    if (this.#valuesOf(name) === undefined) this.#refuse('unknownFilter', `There is no filter ${name}.`);
    return { name, values: values.data };
  }

  #valuesOf(name: string): ValuesOf<Item> | undefined {
    return this.#filters.get(prefixOf(name));
  }

  /** One page of the items that match, and how many match in all. Without filters nothing outside it is looked at. */
  page(items: readonly Item[], filters: readonly Filter[], { Offset, Limit }: ListInput): Page<Item> {
    const { mostItems = 100 } = this.#rules;
    if (Offset < 0 || Limit < 1 || Limit > mostItems) {
      this.#refuse('range', `Offset is at least 0, Limit in 1–${mostItems}.`);
    }
    const tests = filters.map((filter) => this.#testOf(filter));
    const matches = tests.length === 0 ? undefined : (item: Item) => tests.every((holds) => holds(item));
    return pageOf(items, { offset: Offset, limit: Limit }, matches);
  }

  #testOf({ name, values }: Filter): (item: Item) => boolean {
    const valuesOf = this.#valuesOf(name);
    const wanted = new Set(values);
    return (item) => valuesOf?.(item, name).some((value) => wanted.has(value)) ?? false;
  }

  #refuse(kind: keyof ListingCodes, message: string): never {
    throw new ApiError(this.#codes[kind], message);
  }
}

const filterShape = z.strictObject({ Name: text, Values: z.unknown() });

/** `tag:city` is known by what comes before its key. */
function prefixOf(name: string): string {
  return name.startsWith('tag:') ? 'tag:' : name;
}

/** The values of one filter, when a call has it. */
export function valuesOf(filters: readonly Filter[], name: string): readonly string[] | undefined {
  return filters.find((filter) => filter.name === name)?.values;
}

interface Tagged {
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** Filters by tag that every list of tagged items has. */
export const tagFilters = {
  'tag-key': ({ tags }: Tagged) => tags.map(({ key }) => key),
  'tag-value': ({ tags }: Tagged) => tags.map(({ value }) => value),
  'tag:': ({ tags }: Tagged, name: string) =>
    tags.filter(({ key }) => `tag:${key}` === name).map(({ value }) => value),
};
