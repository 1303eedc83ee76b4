import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gateway } from '@polynat/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal({}, 1);
});
afterEach(() => terminal.close());

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly owner: { readonly pid: number };
  readonly waitsFor: readonly object[];
}

/** A creation whose command waits for a cloud that takes its time, until it is interrupted. */
async function creating() {
  const { vpcId, vSwitchId } = terminal.emulator.connection().networks.alibaba;
  const place = ['--network', vpcId, '--subnet', vSwitchId, '--name', 'slow', '--yes'];
  const interruption = new AbortController();
  let accepted = () => {};
  const heard = new Promise<void>((resolve) => {
    accepted = resolve;
  });
  const err = (text: string) => text.includes('Creating') && accepted();
  const command = terminal.typeWith(
    { signal: interruption.signal, err },
    ...['gateways', 'create', 'alibaba', ...place],
  );
  await heard;
  return { interruption, command };
}

const fiveMinutesPass = () =>
  fetch(`${terminal.emulator.url}/_emulator/clock`, { method: 'POST', body: '{"advance":300}' });

const list = () => terminal.json<readonly Listed[]>('runs', 'list');

/** A process of this machine that has ended. */
const deadPid = () => Number(execFileSync(process.execPath, ['-p', 'process.pid']));

it('a change that the cloud has accepted is listed until its command has seen it end', async () => {
  const { interruption, command } = await creating();
  const [running] = await list();
  expect(running).toMatchObject({
    state: 'running',
    owner: { pid: process.pid },
    waitsFor: [{ type: 'operation', mutation: 'gateways.create', cloud: 'alibaba' }],
  });
  expect((await terminal.type('runs', 'list')).out).toMatch(
    /^op-\w+ +running .*gateways\.create on alibaba/m,
  );
  interruption.abort(new Error('interrupted'));
  expect((await command).exit).toBe(1);
  expect(await list()).toMatchObject([{ id: running?.id }]);
  await fiveMinutesPass();
  await terminal.json('resume', running?.id ?? '');
  expect(await list()).toEqual([]);
});

it('a change whose command was killed is listed as interrupted, and can be waited for', async () => {
  const { interruption, command } = await creating();
  const [{ id } = { id: '' }] = await list();
  const file = join(terminal.folder, 'runs', `operation-${id}.json`);
  const left = JSON.parse(readFileSync(file, 'utf8'));
  interruption.abort(new Error('interrupted'));
  await command;
  writeFileSync(file, JSON.stringify({ ...left, by: { ...left.by, pid: deadPid() } }));
  expect(await list()).toMatchObject([{ id, state: 'interrupted' }]);
  const { out } = await terminal.type('runs', 'show', id);
  expect(out).toMatch(/^state +interrupted$/m);
  await fiveMinutesPass();
  expect(await terminal.json<Gateway>('resume', id)).toMatchObject({ name: 'slow', state: 'available' });
  expect((await terminal.type('runs', 'show', id)).exit).toBe(2);
});

it('leaves nothing behind when the change is complete', async () => {
  const { command } = await creating();
  await fiveMinutesPass();
  expect((await command).exit).toBe(0);
  expect(await list()).toEqual([]);
});
