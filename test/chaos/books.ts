import { contradictions, type Mischance } from '../migration/books.ts';
import { crossings } from '../migration/crossings.ts';
import type { Fate } from '../migration/mishap.ts';

/**
 * Kills and freezes a migration at every line of its journal, over each ordered pair of clouds, while strangers buy an address and a
 * gateway of the same name beside it; then resumes it or rolls it back, and compares the cloud with the journal. The exit code is 1 if
 * something that costs money is neither in the result nor undone nor named as left, or if a stranger lost something. An argument runs
 * only the crossings whose name has it in it.
 */
const chosen = process.argv[2] ?? '';
const endings: readonly Fate['ending'][] = ['before', 'after', 'freeze'];
/** More lines than any of these migrations writes: a fate behind the last line leaves the run alone. */
const lines = 36;

let [held, broken] = [0, 0];
const began = Date.now();
for (const crossing of crossings) {
  const name = `${crossing.from} to ${crossing.to}`;
  if (!name.includes(chosen)) continue;
  for (let at = 1; at <= lines; at++) {
    for (const ending of endings) {
      for (const next of ['resume', 'roll-back'] as const) {
        await attempt(`${name}, ${ending} line ${at}, then ${next}`, {
          ...crossing,
          fate: { at, ending },
          next,
        });
      }
    }
  }
  console.log(`${name}: ${held} held, ${broken} broken so far`);
}
console.log(`${held} held, ${broken} broken in ${Math.round((Date.now() - began) / 1_000)} s`);
process.exitCode = broken === 0 ? 0 : 1;

async function attempt(name: string, mischance: Mischance): Promise<void> {
  const found = await contradictions(mischance).catch((error: unknown) => [String(error)]);
  if (found.length === 0) {
    held += 1;
    return;
  }
  broken += 1;
  console.error(`${name}: ${found.join('; ')}`);
}
