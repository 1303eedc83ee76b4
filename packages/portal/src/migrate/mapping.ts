import type { Mapping } from '@polynat/migrate';
import type { Size, SnatRule } from '../api/types.ts';

/** What a person decides about a migration, as the page keeps it. Empty texts are not decided. */
export interface Decisions {
  readonly vpc: string;
  readonly subnet: string;
  readonly zone: string;
  readonly name: string;
  /** `allocate`, `drop` or an IP of the target, by IP of the source. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Target subnet by source subnet. */
  readonly subnets: Readonly<Record<string, string>>;
  /** JSON of a size. */
  readonly size: string;
  /** JSON of a term; empty for pay-as-you-go. */
  readonly term: string;
  readonly soak: string;
  readonly deleteSource: boolean;
  readonly accept: readonly string[];
}

export const undecided: Decisions = {
  ...{ vpc: '', subnet: '', zone: '', name: '', addresses: {}, subnets: {} },
  ...{ size: '', term: '', soak: '', deleteSource: false, accept: [] },
};

type Given = { readonly [N in Exclude<keyof Mapping, 'accept' | 'billing' | 'size'>]?: Mapping[N] } & {
  readonly accept?: readonly string[];
  readonly billing?: unknown;
  readonly size?: Size;
};

/** The decisions as the mapping of a plan. What is not decided is left out, and becomes a gap. */
export function mappingOf(decisions: Decisions): Given {
  const { vpc, subnet, zone, name, size, term, soak, deleteSource, accept } = decisions;
  const addresses = decidedIn(decisions.addresses);
  const subnets = decidedIn(decisions.subnets);
  return {
    network: { vpc, ...(subnet !== '' && { subnet }), ...(zone !== '' && { zone }) },
    ...(name.trim() !== '' && { name: name.trim() }),
    ...(addresses && { addresses }),
    ...(subnets && { subnets }),
    ...(size !== '' && { size: JSON.parse(size) }),
    billing: term === '' ? { mode: 'on-demand' } : { mode: 'prepaid', term: JSON.parse(term) },
    ...(soak !== '' && { soak }),
    ...(deleteSource && { deleteSource }),
    ...(accept.length > 0 && { accept }),
  };
}

function decidedIn(pairs: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const decided = Object.entries(pairs).filter(([, value]) => value !== '');
  return decided.length === 0 ? undefined : Object.fromEntries(decided);
}

/** Subnets of the source that rules name; the target has others. */
export const subnetsIn = (snat: readonly SnatRule[]): readonly string[] => [
  ...new Set(
    snat.flatMap(({ source }) => ('subnet' in source && source.subnet !== undefined ? [source.subnet] : [])),
  ),
];
