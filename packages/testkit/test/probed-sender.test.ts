import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { manualClock, probedSender, recordingSender } from '../src/index.ts';

const request = (url: string) => ({ method: 'POST', url, headers: {} });
const options = { signal: new AbortController().signal, timeout: 1_000, sizeLimit: 1_000 };

describe('probedSender', () => {
  it('counts the requests that leave', async () => {
    const probed = probedSender(
      recordingSender(() => ({ json: {} })),
      manualClock(),
    );
    await probed.sender.send(request('http://x/a'), options);
    expect(probed.requests()).toBe(1);
  });

  it('lets one matching request reach the cloud and loses its answer', async () => {
    const inner = recordingSender(() => ({ json: {} }));
    const probed = probedSender(inner, manualClock());
    probed.loseNextReply(({ url }) => url.endsWith('/b'));
    expect((await probed.sender.send(request('http://x/a'), options)).status).toBe(200);
    await expect(probed.sender.send(request('http://x/b'), options)).rejects.toSatisfy(
      (error) => NatError.is(error, 'unavailable') && error.outcome === 'unknown',
    );
    expect([inner.requests.length, probed.waitingLosses()]).toEqual([2, 0]);
    expect((await probed.sender.send(request('http://x/b'), options)).status).toBe(200);
  });

  it('keeps automatic time still while a request is on the wire', async () => {
    const clock = manualClock({ start: 0, autoAdvance: true });
    const slow = {
      send: async () => {
        for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
        return { status: 200, headers: {}, body: new Uint8Array() };
      },
      close: async () => undefined,
    };
    const probed = probedSender(slow, clock);
    const watchdog = clock.sleep(60_000);
    await probed.sender.send(request('http://x/slow'), options);
    expect(clock.now()).toBe(0);
    await watchdog;
    expect(clock.now()).toBe(60_000);
  });
});
