import type { MigrationPlan } from '@polynat/migrate';

/** What of a plan costs money or cannot be undone, counted. */
export function consequencesOf({ stages }: MigrationPlan): readonly string[] {
  const kinds = stages.flatMap(({ steps }) => steps.map(({ kind }) => kind));
  return weighty.flatMap(({ kinds: weighed, words }) => {
    const count = kinds.filter((kind) => weighed.includes(kind)).length;
    return count === 0 ? [] : [`  ${words.replace('#', `${count}`)}`];
  });
}

const weighty: readonly { readonly kinds: readonly string[]; readonly words: string }[] = [
  { kinds: ['address.allocate'], words: 'buys # public address(es), which cost from then on' },
  { kinds: ['gateway.create'], words: 'orders # gateway, which costs from then on' },
  { kinds: ['gateway.resize'], words: 'resizes the gateway, which changes what it costs' },
  { kinds: ['snat.remove', 'dnat.remove'], words: 'removes # rule(s)' },
  { kinds: ['address.detach'], words: 'detaches # address(es), which go on costing' },
  { kinds: ['source.retire'], words: 'deletes the source at the end' },
];
