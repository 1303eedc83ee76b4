/**
 * Works through items as they come, so many at a time: the next begins as soon as one is done, and no more items are asked for than can be
 * worked on. After a failure no further item begins; it is thrown once those under way have ended.
 */
export async function eachOf<T>(
  items: AsyncIterable<T>,
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  let stopped = false;
  const worker = async () => {
    try {
      for (let next = await iterator.next(); !next.done && !stopped; next = await iterator.next())
        await work(next.value);
    } catch (thrown) {
      stopped = true;
      throw thrown;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: concurrency }, worker));
  await iterator.return?.();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
