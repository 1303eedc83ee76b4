import { attribute, type Block, block, comment, type Item } from '../syntax/body.ts';
import { type Expression, reference } from '../syntax/expression.ts';
import { writeHcl } from '../syntax/write.ts';
import { type Entry, isEntry, type Unsaid, type Written } from './entry.ts';

export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

/** The provider of a cloud, as a configuration requires it. */
export interface Requirement {
  /** The name in resource types: `alicloud`. */
  readonly provider: string;
  readonly source: string;
  readonly version: string;
}

export interface Surroundings {
  /** The provider of the gateway, and others that the configuration speaks of. */
  readonly providers: readonly RegionalProvider[];
  /** Whether `removed` blocks stand beside the files. */
  readonly removes: boolean;
}

export interface RegionalProvider {
  readonly requirement: Requirement;
  readonly region: string;
}

/** The files of a configuration as a person would divide them. Those that would be empty are left out. */
export function filesOf(
  { gateway, addresses, rules }: Written,
  around: Surroundings,
): readonly WrittenFile[] {
  const entries = [...gateway, ...addresses, ...rules].filter(isEntry);
  const files: readonly (readonly [path: string, parts: readonly (readonly Item[])[]])[] = [
    ['versions.tf', [[versions(around)], ...around.providers.map((one) => [provider(one)])]],
    ['gateway.tf', gateway.map(itemsOf)],
    ['addresses.tf', addresses.map(itemsOf)],
    ['rules.tf', rules.map(itemsOf)],
    ['imports.tf', entries.map(importOf)],
  ];
  return files.flatMap(([path, parts]) =>
    parts.length === 0 ? [] : [{ path, text: writeHcl(spaced(parts)) }],
  );
}

/** Import blocks came with 1.5, `removed` blocks with 1.7. */
const versions = ({ providers, removes }: Surroundings): Block =>
  block(
    'terraform',
    [],
    attribute('required_version', removes ? '>= 1.7.0' : '>= 1.5.0'),
    'blank line',
    block(
      'required_providers',
      [],
      ...providers.map(({ requirement: { provider: name, source, version } }) =>
        attribute(name, { map: { source, version } }),
      ),
    ),
  );

/** Secrets stay in the environment. */
const provider = ({ requirement, region }: RegionalProvider): Block =>
  block('provider', [requirement.provider], attribute('region', region));

const itemsOf = (item: Entry | Unsaid): readonly Item[] => (isEntry(item) ? resourceOf(item) : unsaid(item));

const unsaid = ({ what, why }: Unsaid): readonly Item[] => [
  comment(what),
  comment(`Not in Terraform: ${why}`),
];

const resourceOf = ({ type, label, says, notes = [], ...entry }: Entry): readonly Item[] => [
  ...[says, ...notes].map(comment),
  block('resource', [type, label], ...bodyOf(entry)),
];

/** As the style guide of Terraform orders it: arguments, lifecycle, dependencies. */
function bodyOf({
  arguments: written,
  preventDestroy = false,
  ignoreChanges = [],
  dependsOn = [],
}: Pick<Entry, 'arguments' | 'preventDestroy' | 'ignoreChanges' | 'dependsOn'>): readonly Item[] {
  const settings = [
    ...(preventDestroy ? [attribute('prevent_destroy', true)] : []),
    ...(ignoreChanges.length > 0
      ? [
          attribute(
            'ignore_changes',
            ignoreChanges.map((name) => reference(name)),
          ),
        ]
      : []),
  ];
  return spaced([
    given(written).map(([name, value]) => attribute(name, value)),
    settings.length === 0 ? [] : [block('lifecycle', [], ...settings)],
    dependsOn.length === 0 ? [] : [attribute('depends_on', dependsOn)],
  ]);
}

const given = (written: Entry['arguments']): readonly (readonly [string, Expression])[] =>
  Object.entries(written).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));

const importOf = ({ type, label, importId }: Entry): readonly Item[] => [
  block('import', [], attribute('to', reference(type, label)), attribute('id', importId)),
];

/** Parts with a blank line between them. */
export const spaced = (parts: readonly (readonly Item[])[]): readonly Item[] =>
  parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : (['blank line', ...part] as const)));
