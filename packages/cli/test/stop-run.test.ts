import { join } from 'node:path';
import { createEngine, fileStore } from '@polynat/engine';
import { expect, it } from 'vitest';
import { openTerminal } from './stage.ts';

it('keeps workers from a queued run, and names the command that resumes it', async () => {
  const terminal = await openTerminal();
  const worker = createEngine({ store: fileStore(join(terminal.folder, 'runs')) });
  worker.procedure('night', 1, async () => null);
  await worker.enqueue('night', null, { id: 'tonight' });
  expect(await terminal.json('runs', 'stop', 'tonight')).toMatchObject({
    run: 'tonight',
    state: 'suspended',
    reason: { code: 'aborted' },
  });
  expect(await worker.catchUp()).toMatchObject({ runs: [], failures: [] });
  const again = await terminal.type('runs', 'stop', 'tonight');
  expect([again.exit, again.out]).toEqual([0, expect.stringContaining('polynat resume tonight')]);
  const unknown = await terminal.type('runs', 'stop', 'never');
  expect([unknown.exit, unknown.err]).toEqual([2, expect.stringContaining('unknown run "never"')]);
  await worker.close();
  await terminal.close();
});
