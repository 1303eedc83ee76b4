import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../src/index.ts';
import { creation, signedUrl } from './tencent-bm/http.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const read = async (response: Response) => JSON.parse(await response.text());
const codeOf = async (url: string) => (await read(await fetch(url))).code;
const gatewaysOf = async () =>
  (await read(await fetch(signedUrl(emulator, 'DescribeBmNatGateway')))).totalCount;

describe('the listener', () => {
  it('refuses to listen beyond this machine without being told to', async () => {
    await expect(startEmulator({ host: '0.0.0.0' })).rejects.toThrow(/0\.0\.0\.0 is not a loopback address/);
  });

  it('listens beyond this machine when it is told to', async () => {
    const open = await startEmulator({ host: '0.0.0.0', allowPublicAddress: true });
    const { status } = await fetch(`http://127.0.0.1:${open.port}/_emulator`);
    await open.close();
    expect(status).toBe(200);
  });

  it('tells when its port is taken', async () => {
    await expect(startEmulator({ port: emulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('answers what is written in no protocol with 404 and says what it would understand', async () => {
    const response = await fetch(`${emulator.url}/somewhere`);
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: { code: 'UnrecognisedRequest', message: expect.stringContaining('/v2/index.php') } },
    ]);
  });

  it('refuses a body of more than a megabyte', async () => {
    const response = await fetch(`${emulator.url}/v2/index.php`, {
      method: 'POST',
      body: 'x'.repeat(1_100_000),
    });
    expect(response.status).toBe(413);
  });

  it('serves many requests over one connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<unknown>();
    const get = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const call = request(signedUrl(emulator, 'DescribeBmNatGateway'), { agent }, (response) => {
          sockets.add(response.socket);
          response.resume().on('end', () => resolve(response.statusCode));
        });
        call.on('error', reject).end();
      });
    const statuses = [await get(), await get(), await get()];
    agent.destroy();
    expect([statuses, sockets.size]).toEqual([[200, 200, 200], 1]);
  });

  it('survives a caller that hangs up in the middle of its body', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(emulator.port, '127.0.0.1', () => {
        socket.write('POST /v2/index.php HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () => {
          socket.destroy();
          resolve();
        });
      });
    });
    expect(await codeOf(signedUrl(emulator, 'DescribeBmNatGateway'))).toBe(0);
  });
});

describe('an injected fault', () => {
  it('throttles with the code of the cloud and tells when to come back', async () => {
    emulator.faults.append({ kind: 'throttle', cloud: 'tencentBm', retryAfter: 7, count: 1 });
    const response = await fetch(signedUrl(emulator, 'DescribeBmNatGateway'));
    expect([response.headers.get('retry-after'), (await read(response)).code]).toEqual(['7', 4400]);
  });

  it('breaks down before the commit, or after it', async () => {
    emulator.faults.append([
      { kind: 'server-error', operation: 'CreateBmNatGateway', count: 1 },
      { kind: 'server-error', operation: 'CreateBmNatGateway', committed: true, count: 1 },
    ]);
    const counts = [];
    for (const name of ['first', 'second']) {
      const { code } = await read(await fetch(creation(emulator, name)));
      counts.push([code, await gatewaysOf()]);
    }
    // The first request is struck by both, and the first in the list wins.
    expect(counts).toEqual([
      [6000, 0],
      [0, 1],
    ]);
  });

  it('answers the page of a proxy instead of the cloud', async () => {
    emulator.faults.append({ kind: 'html', status: 504, committed: true, count: 1 });
    const response = await fetch(creation(emulator));
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      504,
      'text/html',
      expect.stringContaining('<html>'),
    ]);
    expect(await gatewaysOf()).toBe(1);
  });

  it('cuts the connection before the commit', async () => {
    emulator.faults.append({ kind: 'reset-before', count: 1 });
    await expect(fetch(creation(emulator))).rejects.toThrow();
    expect(await gatewaysOf()).toBe(0);
  });

  it('cuts the connection after the commit: the reply is lost, the gateway exists', async () => {
    emulator.faults.append({ kind: 'reset-after', count: 1 });
    await expect(fetch(creation(emulator))).rejects.toThrow();
    expect(await gatewaysOf()).toBe(1);
  });

  it('sends half of the body it announced', async () => {
    emulator.faults.append({ kind: 'truncate', count: 1 });
    const response = await fetch(signedUrl(emulator, 'DescribeBmNatGateway'));
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(20);
    await expect(response.text()).rejects.toThrow();
  });

  it('answers slowly what was committed at once', async () => {
    emulator.faults.append({ kind: 'slow', delay: 30, operation: 'CreateBmNatGateway', count: 1 });
    const slow = fetch(creation(emulator));
    while (emulator.requests().length === 0) await new Promise(setImmediate);
    const during = await gatewaysOf();
    expect([during, (await slow).status]).toEqual([1, 200]);
  });

  it('does not hold up the closing of the emulator', async () => {
    const other = await startEmulator({ speed: 0 });
    other.faults.append({ kind: 'slow', delay: 600_000 });
    const slow = fetch(signedUrl(other, 'DescribeBmNatGateway')).catch((error: unknown) => error);
    while (other.requests().length === 0) await new Promise(setImmediate);
    await other.close();
    expect(await slow).toBeInstanceOf(Error);
  });

  it("puts the cloud's clock wrong, so that honest signatures are stale", async () => {
    emulator.faults.append({ kind: 'clock-skew', seconds: 900, count: 1 });
    const codes = [];
    for (const _ of [1, 2]) codes.push(await codeOf(signedUrl(emulator, 'DescribeBmNatGateway')));
    expect(codes).toEqual([4500, 0]);
  });

  it("shows the cloud's clock in the date of its answers", async () => {
    const wall = Date.UTC(2024, 0, 1);
    const other = await startEmulator({ speed: 0, wall: () => wall });
    other.faults.append({ kind: 'clock-skew', seconds: 900, count: 1 });
    const dates = [];
    for (const _ of [1, 2]) {
      const { headers } = await fetch(signedUrl(other, 'DescribeBmNatGateway'));
      dates.push(Date.parse(headers.get('date') ?? '') - wall);
    }
    await other.close();
    expect(dates).toEqual([900_000, 0]);
  });

  it('strikes the work behind a request; reads and refused requests use none up', async () => {
    emulator.faults.append({ kind: 'failed', count: 1 });
    await codeOf(signedUrl(emulator, 'DescribeBmNatGateway'));
    await codeOf(signedUrl(emulator, 'CreateBmNatGateway', { natName: 'incomplete' }));
    const accepted = await read(await fetch(creation(emulator)));
    const { taskId } = accepted.data;
    const task = await fetch(signedUrl(emulator, 'QueryBmNatGatewayProductionStatus', { taskId }));
    expect((await read(task)).data).toEqual({ status: 1 });
    expect(emulator.requests().map(({ faults }) => faults)).toEqual([[], [], ['failed'], []]);
  });
});
