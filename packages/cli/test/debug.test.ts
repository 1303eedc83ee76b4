import { afterAll, beforeAll, expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal(fleet);
});
afterAll(() => terminal.close());

const secrets = (): readonly string[] =>
  Object.values(terminal.emulator.connection().credentials).flatMap((keys) => Object.values(keys));

it('--debug reports requests, answers and request ids, and no secret', async () => {
  const { exit, out, err } = await terminal.type('gateways', 'list', '--debug', '-o', 'name');
  expect([exit, out]).toEqual([0, expect.stringMatching(/^alibaba:/)]);
  expect(err).toMatch(/^http alibaba DescribeNatGateways: \w+ http:\/\/127\.0\.0\.1.* → 200 in \d+ ms$/m);
  expect(err).toMatch(/^http alibaba DescribeNatGateways: done after 1 attempt in \d+ ms, request \S+$/m);
  expect(err).toMatch(/^http {3}answered \{/m);
  for (const secret of secrets()) expect(err).not.toContain(secret);
  expect(err).not.toMatch(/Signature=(?!\*)/);
});

it('--debug reports retries, and each event as JSON with --progress json', async () => {
  await fetch(`${terminal.emulator.url}/_emulator/faults`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'throttle', cloud: 'baidu', count: 1 }),
  });
  const words = ['gateways', 'list', '--cloud', 'baidu', '--debug', '--progress', 'json'];
  const { exit, err } = await terminal.type(...words);
  const events = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(exit).toBe(0);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'http.retry', error: expect.objectContaining({ code: 'throttled' }) }),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'http.attempt', status: 200, http: expect.any(Object) }),
  );
});
