import { type Mischance, playMischance } from '../migration/books.ts';
import { crossings } from '../migration/crossings.ts';
import type { Fate } from '../migration/doomed.ts';
import type { Crossing } from '../migration/mishap.ts';

/**
 * Kills and freezes a migration at every line of its journal, over each ordered pair of clouds, while strangers buy an address and a
 * gateway of the same name beside it; then resumes it or rolls it back, and compares the cloud with the journal. The exit code is 1 if
 * something that costs money is neither in the result nor undone nor named as left, or if a stranger lost something. An argument runs
 * only the crossings whose name has it in it.
 */
const chosen = process.argv[2] ?? '';
const endings: readonly Fate['ending'][] = ['before', 'after', 'freeze'];
let [held, broken] = [0, 0];
const began = Date.now();
for (const crossing of crossings) {
  const name = `${crossing.from} to ${crossing.to}`;
  if (!name.includes(chosen)) continue;
  let lines = 0;
  while (await strikeLine(name, crossing, lines + 1)) lines += 1;
  console.log(`${name}: ${lines} lines; ${held} held, ${broken} broken so far`);
}
console.log(`${held} held, ${broken} broken in ${Math.round((Date.now() - began) / 1_000)} s`);
process.exitCode = broken === 0 ? 0 : 1;

/** Whether the migration writes so many lines. */
async function strikeLine(name: string, crossing: Crossing, at: number): Promise<boolean> {
  let struck = false;
  for (const ending of endings) {
    for (const next of ['resume', 'roll-back'] as const) {
      const title = `${name}, ${ending} line ${at}, then ${next}`;
      struck = (await attempt(title, { ...crossing, fate: { at, ending }, next })) || struck;
    }
  }
  return struck;
}

async function attempt(name: string, mischance: Mischance): Promise<boolean> {
  const { struck, contradictions } = await playMischance(mischance).catch((error: unknown) => ({
    struck: true,
    contradictions: [String(error)],
  }));
  if (!struck) return false;
  if (contradictions.length === 0) held += 1;
  else {
    broken += 1;
    console.error(`${name}: ${contradictions.join('; ')}`);
  }
  return true;
}
