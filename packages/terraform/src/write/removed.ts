import { NatError } from '@polynat/core';
import { attribute, block, comment, type Item } from '../syntax/body.ts';
import { reference } from '../syntax/expression.ts';
import { writeHcl } from '../syntax/write.ts';
import { spaced, type WrittenFile } from './files.ts';

/** What Terraform lets go of. */
export interface Letting {
  /** Whether the state has the source. */
  readonly known: boolean;
  readonly removed: readonly string[];
  readonly byHand: readonly string[];
  /** Public IPs of the source, which are detached and still there. */
  readonly kept: readonly string[];
}

interface Source {
  readonly source: string;
  readonly sourceDeleted: boolean;
}

/** `removed.tf`: blocks, and what they cannot say. */
export const removedFile = (source: Source, letting: Letting): WrittenFile => ({
  path: 'removed.tf',
  text: writeHcl(
    spaced([headOf(source, letting), ...letting.removed.map(forgetting), ...remarksOn(letting)]),
  ),
});

function headOf({ source, sourceDeleted }: Source, { known }: Letting): readonly Item[] {
  if (!sourceDeleted)
    return [comment(`${source} is still there and billed: leave it in Terraform until you delete it.`)];
  if (known)
    return [comment(`${source} is deleted. Delete its resource blocks too; nothing here destroys anything.`)];
  return [
    comment(
      `${source} is deleted. Where Terraform manages it, delete its resource blocks, and let go of it:`,
    ),
    comment(
      'export again with --from-terraform and the output of `terraform show -json` of that configuration.',
    ),
  ];
}

const forgetting = (address: string): readonly Item[] => [
  block(
    'removed',
    [],
    attribute('from', reference(checked(address))),
    'blank line',
    block('lifecycle', [], attribute('destroy', false)),
  ),
];

/** Addresses are written as code, and they come from a file. */
function checked(address: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)+$/u.test(address)) return address;
  throw new NatError('invalid-argument', `"${address}" is no address of a resource`, {
    field: 'terraform state',
    remedy: 'give what `terraform show -json` prints, unchanged',
  });
}

const remarksOn = ({ byHand, kept }: Letting): readonly (readonly Item[])[] => [
  byHand.length === 0
    ? []
    : [
        comment('Other instances of these resources stay, so no block can let go of them:'),
        ...byHand.map((address) => comment(`terraform state rm '${address}'`)),
      ],
  kept.length === 0
    ? []
    : [
        comment('Public IPs of the source are detached, still there and billed. They stay in Terraform:'),
        ...kept.map(comment),
      ],
];
