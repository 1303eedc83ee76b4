import { everyCase } from '../faults/play.ts';
import { contradictionsOf, faultsOf } from '../faults/single-fault.ts';

/**
 * Plays every mutation of every cloud with every kind of fault at each of its requests, and repeats it under the same token; compares
 * the cloud with what was said. The exit code is 1 if an error with the outcome `none` has changed something, or a repeated write had
 * another effect than one. An argument plays only the mutations whose name, such as `baidu addresses.swap`, has it in it.
 */
const chosen = process.argv[2] ?? '';

let [held, broken] = [0, 0];
const began = Date.now();
for (const scene of everyCase) {
  const name = `${scene.wire} ${scene.act}`;
  if (!name.includes(chosen)) continue;
  for (const fault of await faultsOf(scene)) {
    const found = await contradictionsOf(fault).catch((error: unknown) => [String(error)]);
    if (found.length === 0) held += 1;
    else {
      broken += 1;
      const { index, operation, kind, repeatedBy } = fault;
      console.error(
        `${name}: ${kind} at request ${index}, ${operation}, repeated by ${repeatedBy}: ${found.join('; ')}`,
      );
    }
  }
  console.log(`${name}: ${held} held, ${broken} broken so far`);
}
console.log(`${held} held, ${broken} broken in ${Math.round((Date.now() - began) / 1_000)} s`);
process.exitCode = broken === 0 ? 0 : 1;
