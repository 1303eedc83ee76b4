import { playStory } from '../migration/story.ts';
import { keepingOf } from '../terraform/keeping.ts';
import { pairs } from '../terraform/migrated.ts';
import { deaths, deletableSeed } from '../terraform/stories.ts';
import { hasTerraform } from '../terraform/terraform.ts';
import { terraformWatcher } from '../terraform/watcher.ts';

/**
 * Over each ordered pair of clouds that Terraform knows: a state of the source, a plan with its report, a migration whose processes are
 * killed, cut-over, rollback to the world as before, and again to the end, where Terraform takes over the new gateway and lets go of the
 * source. The exit code is 1 if one story ends otherwise. An argument plays only the pairs whose clouds have it in them.
 */
const chosen = process.argv[2] ?? '';
let [played, failed] = [0, 0];
if (!hasTerraform()) console.log('terraform: parser only');
for (const pair of pairs) {
  const name = `${pair.from} → ${pair.to}`;
  if (!name.includes(chosen)) continue;
  const staging = { seed: deletableSeed, deletes: true, watcher: terraformWatcher(keepingOf) };
  const { wrong, survivors } = await playStory(pair, deaths, staging).catch((error: unknown) => ({
    wrong: [String(error)],
    survivors: 0,
  }));
  played += 1;
  if (wrong.length > 0 || survivors > 0) {
    failed += 1;
    console.error(`${name}: ${[...wrong, `${survivors} processes outlived their deaths`].join('; ')}`);
  } else console.log(`${name}: held`);
}
console.log(`${played} stories with Terraform, ${failed} ended otherwise`);
process.exitCode = failed === 0 ? 0 : 1;
process.exit();
