import { describe, expect, it, vi } from 'vitest';
import { createTransport, gotSender, type SendOptions } from '../src/index.ts';
import { failureFrom, wireCall } from './inside.ts';
import { httpServer } from './loopback.ts';

vi.mock('got', () => {
  throw new Error('Dynamic require of "http2" is not supported');
});

const limits: SendOptions = { signal: new AbortController().signal, timeout: 30_000, sizeLimit: 1_000 };

describe('where got cannot be loaded', () => {
  it('sends over node:http when no sender was chosen', async () => {
    const server = await httpServer((_request, response) => response.end('{"a":1}'));
    const transport = createTransport();
    const build = async () =>
      ({ method: 'GET', url: `http://127.0.0.1:${server.port}/`, headers: {} }) as const;
    const call = { ...limits, deadline: Date.now() + 60_000, token: 't' };
    expect(await transport.call(wireCall({ build }), call)).toEqual({ a: 1 });
    await transport.close();
    expect((await failureFrom(transport.call(wireCall({ build }), call))).code).toBe('aborted');
    await server.close();
  });

  it('refuses with nothing sent when got was chosen, and names the way out', async () => {
    const sending = gotSender().send({ method: 'GET', url: 'http://127.0.0.1:1/', headers: {} }, limits);
    const error = await failureFrom(sending);
    expect(error).toMatchObject({ outcome: 'none', retryable: false });
    expect(error.message).toContain('got cannot be loaded');
    expect(error.remedy).toContain('leanSender()');
  });

  it('sends nothing once closed, even if nothing was sent before', async () => {
    const transport = createTransport();
    await transport.close();
    const call = { ...limits, deadline: Date.now() + 60_000, token: 't' };
    expect((await failureFrom(transport.call(wireCall(), call))).code).toBe('aborted');
  });
});
