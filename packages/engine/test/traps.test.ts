import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * What goes wrong in engines of this kind, and the tests that would notice it here. The suites of the testkit run on every store.
 */
const suites = '../../testkit/src/engine-conformance';
const postgres = '../../engine-postgres/test';

interface Proof {
  readonly file: string;
  readonly test: string;
}

const traps: Readonly<Record<string, readonly Proof[]>> = {
  'steps are found again by place, so that side by side they are mistaken for each other': [
    { file: `${suites}/many.ts`, test: 'are gone on with in another process, none of them twice' },
    { file: `${suites}/operations.ts`, test: 'do only what is missing when the run is resumed' },
    {
      file: `${suites}/crashes.ts`,
      test: 'finishes with the same result whichever durable write was the last',
    },
  ],
  'a lost run reaches the procedure as a failure, which compensates for live resources': [
    {
      file: `${suites}/ownership.ts`,
      test: 'writes nothing more when it wakes up, and its procedure never learns of it',
    },
    {
      file: `${suites}/ownership.ts`,
      test: 'undoes nothing, even when its operation fails after it lost the run',
    },
    {
      file: `${suites}/ownership.ts`,
      test: 'is not sent once another process has taken the run over, and its failure is not recorded',
    },
  ],
  'trouble of the engine reaches compensation': [
    {
      file: `${suites}/ownership.ts`,
      test: 'suspends the run at any write without the procedure noticing, and the run finishes later',
    },
    {
      file: `${postgres}/traps.test.ts`,
      test: 'suspends the run and undoes nothing; once it is back, another worker goes on',
    },
    {
      file: `${postgres}/outage.test.ts`,
      test: 'and comes back delays the run and nothing else',
    },
  ],
  'nobody takes over from a dead worker': [
    { file: `${suites}/processes/index.ts`, test: 'killed loses its run to the next worker, ' },
    { file: `${suites}/queue.ts`, test: 'takes over what a dead process left, and finishes it' },
    { file: `${suites}/queue.ts`, test: 'goes on with a rollback that a dead process left' },
    {
      file: './file-store.test.ts',
      test: 'counts as gone after half a minute without a heartbeat, however alive its process looks',
    },
  ],
  'a frozen worker wakes up and goes on': [
    {
      file: `${suites}/processes/index.ts`,
      test: 'frozen keeps its run while its heartbeat is fresh, and loses it when that is old; awake, it does nothing more',
    },
    {
      file: './file-store.test.ts',
      test: 'who has slept may do nothing more when it cannot show that it lives',
    },
    {
      file: './file-store.test.ts',
      test: 'who has slept may do nothing more when another has taken over meanwhile',
    },
  ],
  'a lease is confirmed before a freeze and used after it': [
    { file: `${postgres}/traps.test.ts`, test: 'does not trust the answer, which is from before' },
    {
      file: './file-store.test.ts',
      test: 'who has slept may do nothing more when another has taken over meanwhile',
    },
  ],
  'a run that kills its workers kills all of them': [
    {
      file: `${suites}/queue.ts`,
      test: 'gives a run up that ends every process, until a person resumes it, and counts anew after progress',
    },
  ],
  'two runs change one gateway': [
    {
      file: `${suites}/queue.ts`,
      test: 'waits until another run has given up its locks: one run per gateway',
    },
    { file: `${suites}/locks.ts`, test: 'go to exactly one of many who want them' },
    {
      file: `${suites}/processes/index.ts`,
      test: 'killed and frozen among workers loses its runs to them: one run at a time on a gateway, nothing lost, nothing twice',
    },
  ],
  'a release goes on with the plan of another, or leaves it lying for ever': [
    {
      file: `${suites}/procedures.ts`,
      test: 'stay side by side: a run keeps the one it was started with, new runs take the highest',
    },
    { file: `${suites}/procedures.ts`, test: 'that are missing leave the run alone' },
    {
      file: './file-store.test.ts',
      test: 'is not read, and not mistaken for an empty one, when a newer release wrote it',
    },
    { file: './unreadable.test.ts', test: '%s is listed as unreadable and hides no other' },
  ],
  'a rate limit lets bursts through, or stops the work when the database is away': [
    { file: `${postgres}/outage.test.ts`, test: 'is one for all of them, and never more than a call ahead' },
    { file: `${postgres}/outage.test.ts`, test: 'falls for all of them when the cloud throttles one' },
    {
      file: `${postgres}/outage.test.ts`,
      test: 'is a part of it for each worker while the database is away',
    },
  ],
  'clocks of machines differ': [
    {
      file: `${postgres}/traps.test.ts`,
      test: 'take no run from each other: only the time of the database counts',
    },
    { file: `${postgres}/traps.test.ts`, test: 'share one rate by the clock of the database' },
  ],
  'values come back as something else': [
    { file: `${suites}/json.ts`, test: 'is all an input may hold: %s is refused with its place' },
    { file: `${suites}/json.ts`, test: 'is all %s may hold; anything else suspends the run' },
    { file: `${suites}/store.ts`, test: 'keeps the order of members, by which a record is compared' },
  ],
  'a connection is asked two things at once': [
    {
      file: `${postgres}/traps.test.ts`,
      test: 'is never asked two things at once, which `pg` warns of and will refuse',
    },
  ],
  'missed times of a schedule are lost, or run twice': [
    { file: `${suites}/schedules.ts`, test: 'starts one run per time, however many workers there are' },
    {
      file: `${suites}/schedules.ts`,
      test: 'starts its run once, whichever durable write of a worker was the last',
    },
  ],
};

describe.each(Object.entries(traps))('that %s', (_trap, proofs) => {
  it.each(proofs)('would show in $file: $test', ({ file, test }) => {
    expect(readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8')).toContain(test);
  });
});
