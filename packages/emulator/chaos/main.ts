import { runRandomRequests } from './requests.ts';

/** `pnpm chaos [count] [seed]`: ends with exit code 1 and the seed to repeat when anything is not as it should be. */
const [count = 100_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);

console.log(`${count} random signed requests, seed ${seed}`);
for (const { name, requests, seconds } of await runRandomRequests({ count, seed })) {
  console.log(`${name.padEnd(14)} ${String(requests).padStart(7)} requests in ${seconds.toFixed(1)} s`);
}
