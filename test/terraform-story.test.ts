import { expect, it } from 'vitest';
import { playStory } from './migration/story.ts';
import { keptByParser } from './terraform/keeping.ts';
import { pairs } from './terraform/migrated.ts';
import { deaths, deletableSeed } from './terraform/stories.ts';
import { terraformWatcher } from './terraform/watcher.ts';

/** `pnpm chaos` plays all pairs, with the command itself where it is found. */
const light = pairs.filter(({ from, to }) => from === 'alibaba' && to === 'baidu');

it.each(light)(
  'Terraform that knows a gateway on $from sees it as before after a rollback, and the new one on $to in the end, though processes die',
  async (pair) => {
    const watcher = terraformWatcher(keptByParser);
    const staging = { seed: deletableSeed, deletes: true, watcher };
    expect(await playStory(pair, deaths, staging)).toEqual({ wrong: [], survivors: 0 });
  },
  60_000,
);
