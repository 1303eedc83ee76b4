/** Before tests that start the command as a process: they run what its sources say now. */
import { bundle } from './javascript.js';
import { publishedPackages } from './packages.js';

export default async function setup() {
  await Promise.all(
    publishedPackages()
      .filter(({ manifest }) => manifest.bin)
      .map(bundle),
  );
}
