import { createServer } from 'node:http';
import * as z from 'zod';
import { startEmulator } from '../src/index.ts';

/** The process under load: an emulator with a seed, or the least a node:http server can do with the same bytes. */
const orderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('emulator'), seed: z.unknown() }),
  z.object({ kind: z.literal('bare'), body: z.string(), contentType: z.string() }),
]);

export type Order = z.output<typeof orderSchema>;

async function serve(order: Order): Promise<unknown> {
  if (order.kind === 'bare') return { url: await serveBare(order) };
  const emulator = await startEmulator({ speed: 0, seed: order.seed });
  return emulator.connection();
}

function serveBare({ body, contentType }: Order & { kind: 'bare' }): Promise<string> {
  const server = createServer((incoming, response) => {
    incoming.resume();
    response.setHeader('content-type', contentType);
    response.end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

/** What this process has used so far: processor time in milliseconds, memory in megabytes. */
function usage() {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpu: (user + system) / 1000, rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 };
}

process.on('message', async (message) => {
  const answer = message === 'usage' ? usage() : await serve(orderSchema.parse(message));
  process.send?.(answer);
});
