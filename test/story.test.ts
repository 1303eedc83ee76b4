import { expect, it } from 'vitest';
import { crossings } from './migration/crossings.ts';
import { type Deaths, playStory } from './migration/story.ts';

/** A few of the deaths that `pnpm chaos` tries at every line of the journal. */
const deaths: Deaths = {
  build: [
    { at: 6, ending: 'after' },
    { at: 9, ending: 'after' },
    { at: 7, ending: 'before' },
  ],
  cutOver: [
    { at: 2, ending: 'before' },
    { at: 2, ending: 'after' },
  ],
  back: [
    { at: 1, ending: 'after' },
    { at: 4, ending: 'before' },
  ],
  finalize: [
    { at: 2, ending: 'after' },
    { at: 2, ending: 'before' },
  ],
};

it.each(crossings)(
  'a migration from $from to $to, killed in every part, is rolled back after cut-over to the world as before, and finalized the second time',
  async (crossing) => {
    expect(await playStory(crossing, deaths)).toEqual({ wrong: [], survivors: 0 });
  },
);
