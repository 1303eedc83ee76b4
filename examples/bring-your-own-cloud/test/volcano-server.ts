import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@polynat/core';
import * as z from 'zod';
import { type Gateway, Refused, VolcanoWorld } from './volcano-world.ts';

export const credentials = { keyId: 'key-1', secret: 'made-up-secret' };

const orderSchema = z.object({ name: z.string(), vpc: z.string(), size: z.string() });
const ruleSchema = z.object({ block: z.string(), ips: z.array(z.string()) });

interface Received {
  readonly method: string;
  readonly path: readonly string[];
  readonly after: string | null;
  readonly input: unknown;
}

/** A Volcano of one's own on loopback: it checks signatures, remembers tokens, and fails on demand. */
export async function startVolcano(clock: Clock) {
  const world = new VolcanoWorld(clock);
  const answers = new Map<string, unknown>();
  const losing: string[] = [];
  let throttled = 0;
  let requests = 0;

  /** A write is done once per token, and answered the same each time. */
  function once(token: string | undefined, work: () => unknown): unknown {
    if (token === undefined) return work();
    if (!answers.has(token)) answers.set(token, work());
    return answers.get(token);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const body = await textOf(request);
    try {
      if (throttled > 0) {
        throttled -= 1;
        throw new Refused(429, 'SlowDown');
      }
      checkSignature(request, body);
      const received = read(request, body);
      const token = request.headers['x-volcano-token'];
      const answer = once(typeof token === 'string' ? token : undefined, () => route(world, received));
      const lost = losing.indexOf(shapeOf(received));
      if (lost < 0) return reply(response, 200, answer ?? {});
      losing.splice(lost, 1);
      request.socket.destroy();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      reply(response, error.status, { error: { code: error.code, message: error.message } });
    }
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    /** Such as `POST gateways rules`: the method and every other part of the path. */
    loseNextReply: (shape: string) => void losing.push(shape),
    throttleNextRequest: () => {
      throttled += 1;
    },
    waitingFaults: () => losing.length + throttled,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
}

function checkSignature(request: IncomingMessage, body: string): void {
  const { 'x-volcano-instant': instant, 'x-volcano-signature': signature } = request.headers;
  const text = `${request.method}\n${request.url}\n${instant}\n${body}`;
  const expected = createHmac('sha256', credentials.secret).update(text).digest('hex');
  if (signature !== expected) throw new Refused(403, 'BadSignature');
}

function read({ method = '', url = '' }: IncomingMessage, body: string): Received {
  const { pathname, searchParams } = new URL(url, 'http://volcano');
  const path = pathname.split('/').filter(Boolean);
  return { method, path, after: searchParams.get('after'), input: body ? JSON.parse(body) : {} };
}

const shapeOf = ({ method, path }: Received): string =>
  [method, ...path.filter((_, index) => index % 2 === 0)].join(' ');

const idOf = ({ id }: { readonly id: string }) => id;

function route(world: VolcanoWorld, received: Received): unknown {
  const { path, after, input } = received;
  const [, id = '', , part = ''] = path;
  const view = (gateway: Gateway) => ({ ...gateway, state: world.stateOf(gateway) });
  const routes: Readonly<Record<string, () => unknown>> = {
    'GET gateways': () => {
      if (id) return view(world.gateway(id));
      const { items, next } = world.page(world.list(), idOf, after);
      return { gateways: items.map(view), next };
    },
    'POST gateways': () => world.create(orderSchema.parse(input)),
    'DELETE gateways': () => world.delete(id),
    'GET ips': () => {
      const { items, next } = world.page(world.ips, (ip) => ip, after);
      return { ips: items.map((ip) => ({ ip, gateway: world.holder(ip) })), next };
    },
    'PUT gateways ips': () => world.attach(id, part),
    'DELETE gateways ips': () => world.detach(id, part),
    'GET gateways rules': () => {
      const { items, next } = world.page(world.rulesOf(world.gateway(id).id), idOf, after);
      return { rules: items.map((rule) => ({ ...rule, state: world.stateOf(rule) })), next };
    },
    'POST gateways rules': () => world.addRule(id, ruleSchema.parse(input)),
    'DELETE gateways rules': () => world.removeRule(id, part),
  };
  const work = routes[shapeOf(received)];
  if (!work) throw new Refused(400, 'BadRequest');
  return work();
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-volcano-request': 'request-1' });
  response.end(JSON.stringify(body));
}
