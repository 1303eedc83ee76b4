import { join } from 'node:path';
import { startEmulator } from '@polynat/emulator';
import { expect, it } from 'vitest';
import { type Process, startProgram } from './binary.ts';
import { newFolder } from './stage.ts';

interface Served {
  readonly process: Process;
  readonly api: string;
  readonly token: string;
}

/** Serves on the state of the ones before it; the emulator outlives them all. */
async function serve(emulator: string, state: string): Promise<Served> {
  const environment = { POLYNAT_EMULATOR: emulator };
  const program = process.env.POLYNAT_TEST_SERVING ?? '';
  const served = startProgram(program, environment, 'serve', '--emulated', '--json', '--state', state);
  await served.saying('out', '\n');
  const { url, token } = JSON.parse(served.out());
  return { process: served, api: `${url}/api/v1`, token };
}

interface Heard {
  readonly ids: string[];
  readonly types: string[];
}

/** Reads a stream until it has told an event of this type. */
async function hear({ api, token }: Served, id: string, until: string, after?: string): Promise<Heard> {
  const stop = new AbortController();
  const headers = {
    authorization: `Bearer ${token}`,
    ...(after !== undefined && { 'last-event-id': after }),
  };
  const { body } = await fetch(`${api}/operations/${id}/events`, { headers, signal: stop.signal });
  const heard: Heard = { ids: [], types: [] };
  let text = '';
  for await (const part of body ?? []) {
    text += new TextDecoder().decode(part);
    heard.ids.splice(0, Infinity, ...[...text.matchAll(/^id: (.+)$/gm)].map(([, one = '']) => one));
    heard.types.splice(0, Infinity, ...[...text.matchAll(/^event: (.+)$/gm)].map(([, one = '']) => one));
    if (heard.types.includes(until)) break;
  }
  stop.abort();
  return heard;
}

it('goes on after kill -9 at any point of an operation, orders nothing twice and leaves no gap in the stream', async () => {
  const emulator = await startEmulator({ speed: 30 });
  const { vpcId, vSwitchId } = emulator.connection().networks.alibaba;
  const state = join(newFolder(), 'state');
  const body = JSON.stringify({ name: 'egress', network: { vpc: vpcId, subnet: vSwitchId } });
  const order = ({ api, token }: Served, prefer = '') =>
    fetch(`${api}/clouds/alibaba/gateways`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'k-1' },
        ...(prefer && { prefer }),
      },
      body,
    }).then((response) => response.json());
  const kill = async ({ process: served }: Served) => {
    served.signal('SIGKILL');
    await served.ended;
  };

  const first = await serve(emulator.url, state);
  const { id } = await order(first);
  await kill(first);
  const second = await serve(emulator.url, state);
  const before = await hear(second, id, 'accepted');
  await kill(second);
  const third = await serve(emulator.url, state);
  const rest = await hear(third, id, 'end', before.ids.at(-1));
  const again = await order(third, 'wait=30');

  expect(again).toMatchObject({ id, state: 'done', result: { name: 'egress' } });
  const positions = [...before.ids, ...rest.ids].map((event) => Number(event.split('.')[1]));
  expect(positions).toEqual([...positions.keys()]);
  expect(rest.types.slice(-2)).toEqual(['finished', 'end']);
  const headers = { authorization: `Bearer ${third.token}` };
  const listed = await (await fetch(`${third.api}/gateways?name=egress&refresh=true`, { headers })).json();
  expect(listed.items).toHaveLength(1);
  third.process.signal('SIGTERM');
  expect(await third.process.ended).toBe(0);
  emulator.checkInvariants();
  await emulator.close();
});
