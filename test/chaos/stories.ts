import { crossings } from '../migration/crossings.ts';
import type { Fate } from '../migration/doomed.ts';
import { type Deaths, playStory } from '../migration/story.ts';

/**
 * Plays a migration over each ordered pair of clouds that is cut over, rolled back, made again and finalized, with a process that dies at
 * each line of the journal that cut-over, rollback and finalization write, once before the line and once after. `pnpm chaos` runs it;
 * the exit code is 1 if one story ends otherwise. An argument plays only the pairs whose clouds have it in them.
 */
const chosen = process.argv[2] ?? '';
const parts = ['cutOver', 'back', 'finalize'] as const;
const nobody: Deaths = { build: [], cutOver: [], back: [], finalize: [] };
let [played, failed] = [0, 0];

for (const crossing of crossings) {
  const name = `${crossing.from} → ${crossing.to}`;
  if (!name.includes(chosen)) continue;
  for (const part of parts) for (const ending of ['before', 'after'] as const) await eachLine(part, ending);

  /** From the first line on, until a process ends before it comes to the line. */
  async function eachLine(part: (typeof parts)[number], ending: Fate['ending']): Promise<void> {
    for (let at = 1; ; at++) {
      const { wrong, survivors } = await playStory(crossing, { ...nobody, [part]: [{ at, ending }] }).catch(
        (error: unknown) => ({ wrong: [String(error)], survivors: 0 }),
      );
      played += 1;
      if (wrong.length > 0) console.error(`${name}, ${part}, ${ending} line ${at}: ${wrong.join('; ')}`);
      if (wrong.length > 0) failed += 1;
      if (survivors > 0 || at > 500) return;
    }
  }
}
console.log(`${played} stories of migrations, ${failed} ended otherwise`);
process.exitCode = failed === 0 ? 0 : 1;
