import { minutes, systemClock } from '@polynat/core';
import { fileStore } from '@polynat/engine';
import { expect, it } from 'vitest';
import { inDirectory } from './directory.ts';

it(
  'a session on files hears what another process announces, until it stops listening',
  () =>
    inDirectory(async (directory) => {
      const [speaker, listener] = [directory, directory].map((state) =>
        fileStore(state).connect(systemClock),
      );
      let hear = () => {};
      const heard = new Promise<void>((resolve) => {
        hear = resolve;
      });
      const deafen = listener?.listen?.(() => hear());
      const speaking = new AbortController();
      // The folder is watched from some moment on that nobody is told.
      const speak = async () => {
        while (!speaking.signal.aborted) await speaker?.announce?.();
      };
      const spoken = speak();
      await heard;
      speaking.abort();
      await spoken;
      deafen?.();
      await Promise.all([speaker?.close(), listener?.close()]);
    }),
  minutes(1),
);

it('a folder that cannot be watched is no trouble', () => {
  const session = fileStore('/dev/null').connect(systemClock);
  const deafen = session.listen?.(() => {});
  expect(() => deafen?.()).not.toThrow();
});
