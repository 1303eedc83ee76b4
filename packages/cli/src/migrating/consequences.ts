import type { MigrationPlan } from '@polynat/migrate';

/** The steps of a plan that cost money or cannot be undone, counted. */
export function consequencesOf({
  stages,
  cutOver,
}: Pick<MigrationPlan, 'stages' | 'cutOver'>): readonly string[] {
  const steps = [...stages.flatMap((stage) => stage.steps), ...(cutOver?.finalize ?? [])];
  const kinds = steps.map(({ kind }) => kind);
  return weighty.flatMap(({ kinds: weighed, words }) => {
    const count = kinds.filter((kind) => weighed.includes(kind)).length;
    return count === 0 ? [] : [`  ${words.replace('#', `${count}`)}`];
  });
}

const weighty: readonly { readonly kinds: readonly string[]; readonly words: string }[] = [
  { kinds: ['address.allocate'], words: 'allocates # public IP(s), billed immediately' },
  { kinds: ['gateway.create'], words: 'creates # gateway, billed immediately' },
  { kinds: ['gateway.resize'], words: 'resizes the gateway, which changes its price' },
  { kinds: ['snat.remove', 'dnat.remove'], words: 'removes # rule(s)' },
  { kinds: ['address.detach'], words: 'detaches # public IP(s), which are still billed' },
  { kinds: ['source.delete'], words: 'deletes the source when you finalize' },
];
