import { appendFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine, fileStore } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { headerLine } from '../src/file/header.ts';
import { encodeLine } from '../src/file/line.ts';
import { ownMark } from '../src/file/presence.ts';
import { inDirectory } from './directory.ts';

const firstRelease = fileURLToPath(new URL('./fixtures/first-release/', import.meta.url));

interface Scene {
  readonly engine: Engine;
  readonly state: string;
  readonly segment: (run: string) => string;
}

/** An engine on a copy of the runs that the first release stored. */
function onRuns<T>(work: (scene: Scene) => Promise<T>): Promise<T> {
  return inDirectory(async (directory) => {
    const state = join(directory, 'state');
    await cp(firstRelease, state, { recursive: true });
    const engine = createEngine({ store: fileStore(state) });
    engine.procedure('plan', 1, async () => null);
    const segment = (run: string) => join(state, `run-${run}`, '1.jsonl');
    return work({ engine, state, segment }).finally(() => engine.close());
  });
}

/** A segment that holds these lines, with the checksums it ought to have. */
function segmentOf(...lines: readonly Parameters<typeof encodeLine>[0][]): string {
  let checksum = 0;
  return lines
    .map((line) => {
      const encoded = encodeLine(line, checksum);
      checksum = encoded.checksum;
      return encoded.text;
    })
    .join('');
}

const owner = { ...ownMark(), session: 's', since: 0 };
const newer = { format: 2, epoch: 1 };
const strangeLine = { type: 'from-the-future' };

type Damage = (scene: Scene) => Promise<unknown>;

const damages: readonly (readonly [string, string, Damage])[] = [
  ['that a newer release wrote', 'killed', ({ segment }) => writeFile(segment('killed'), segmentOf(newer))],
  [
    'with a line of another release',
    'killed',
    ({ segment }) =>
      writeFile(segment('killed'), segmentOf(headerLine(1, owner), { carried: [] }, strangeLine)),
  ],
  [
    'with a damaged header',
    'killed',
    async ({ segment }) => {
      const text = await readFile(segment('killed'), 'utf8');
      await writeFile(segment('killed'), text.replace('"epoch":1', '"epoch":7'));
    },
  ],
  ['with a damaged line in the middle', 'killed', ({ segment }) => appendFile(segment('killed'), 'x\nx\n')],
  ['whose folder has a name that means nothing', '%zz', ({ state }) => mkdir(join(state, 'run-%zz'))],
  ['whose folder was renamed', 'Finished', ({ state }) => mkdir(join(state, 'run-Finished'))],
  [
    'whose journal is a folder',
    'odd',
    ({ state }) => mkdir(join(state, 'run-odd', '1.jsonl'), { recursive: true }),
  ],
  ['that is a file', 'note', ({ state }) => writeFile(join(state, 'run-note'), 'not a folder')],
];

describe('a run', () => {
  it.each(damages)('%s is listed as unreadable and hides no other', async (_what, id, damage) => {
    await onRuns(async (scene) => {
      const before = (await scene.engine.list()).runs.map((run) => run.id);
      await damage(scene);
      const { runs, unreadable } = await scene.engine.list();
      expect(unreadable).toEqual([
        { id, reason: expect.objectContaining({ remedy: expect.stringMatching(/\w/) }) },
      ]);
      expect(runs.map((run) => run.id)).toEqual(before.filter((name) => name !== id));
      expect((await scene.engine.list({ state: 'done' })).unreadable).toEqual(unreadable);
    });
  });

  it('that cannot be read keeps its locks, since nobody knows whether it has ended', async () => {
    await onRuns(async ({ engine, segment }) => {
      await writeFile(segment('killed'), segmentOf(newer));
      const starting = engine.start('plan', null, { id: 'new', locks: ['baidu:bj/nat-killed'] });
      await expect(starting).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('run killed, which cannot be read'),
        remedy: expect.stringContaining('release'),
      });
    });
  });
});

describe('a lock', () => {
  it('with a claim of another release is refused with what to do about it', async () => {
    await onRuns(async ({ engine, state }) => {
      const file = join(state, 'lock-baidu%3abj%2fnat-killed', '1.jsonl');
      await writeFile(file, segmentOf(headerLine(1, owner), { carried: [] }, { holder: 'someone' }));
      const starting = engine.start('plan', null, { id: 'new', locks: ['baidu:bj/nat-killed'] });
      await expect(starting).rejects.toMatchObject({
        code: 'failed-precondition',
        remedy: expect.stringContaining('release'),
      });
    });
  });
});
