import { connect, type Socket } from 'node:net';

/** Enough to keep one server busy at every moment. */
const CONNECTIONS = 16;

export interface Load {
  readonly perSecond: number;
}

/**
 * Sends requests that are ready to go, one at a time on each connection, and reads answers by their length only: the
 * caller shall cost as little as possible.
 */
export async function load(url: string, requests: readonly Buffer[]): Promise<Load> {
  const { hostname, port } = new URL(url);
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(hostname, Number(port))));
  const queue = requests.values();
  const start = performance.now();
  await Promise.all(sockets.map((socket) => drain(socket, queue)));
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  return { perSecond: requests.length / seconds };
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

function drain(socket: Socket, queue: Iterator<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer[] = [];
    let missing = 0;
    const sendNext = () => {
      const { value, done } = queue.next();
      if (done === true) resolve();
      else socket.write(value);
    };
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      received.push(chunk);
      missing = received.length === 1 ? lengthOf(chunk) - chunk.length : missing - chunk.length;
      if (missing > 0) return;
      received = [];
      sendNext();
    });
    sendNext();
  });
}

/** Bytes of head and body together. The head always fits into the first chunk. */
function lengthOf(chunk: Buffer): number {
  const end = chunk.indexOf('\r\n\r\n');
  const head = chunk.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`not an answer: ${chunk.toString('utf8', 0, 500)}`);
  return end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1]);
}
