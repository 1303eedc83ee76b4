import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import type { Io } from '../src/terminal/io.ts';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal(fleet);
});
afterAll(() => terminal.close());

/** A user at a terminal with colours who gives one answer to every question. */
const person = (answer: string): Partial<Io> & { readonly asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    interactive: true,
    colour: { out: true, err: true },
    ask: async (question) => {
      asked.push(question);
      return answer;
    },
  };
};

const search = async (): Promise<string> => {
  const [gateway] = await terminal.json<{ readonly ref: string }[]>('gateways', 'list', '--cloud', 'baidu');
  return `${gateway?.ref}`;
};

describe('a user at a terminal', () => {
  it('sees what a renewal does before the question, and no changes nothing', async () => {
    const ref = await search();
    const before = await terminal.json('billing', 'show', ref);
    const somebody = person('n');
    const { exit, err } = await terminal.typeWith(somebody, 'billing', 'renew', ref, '3m');
    expect([exit, somebody.asked]).toEqual([7, ['Continue? [y/N] ']]);
    expect(err).toMatch(
      /Renew search-out \(baidu:bj\/nat-\w+\) for 3 months\. Now: prepaid until .*\nYou pay immediately/,
    );
    expect(err).toContain('not confirmed; nothing has changed');
    expect(await terminal.json('billing', 'show', ref)).toEqual(before);
  });

  it('gets what was confirmed, with progress on an overwritten line', async () => {
    const ref = await search();
    const { exit, out, err } = await terminal.typeWith(person('y'), 'billing', 'renew', ref, '1m');
    expect([exit, out]).toEqual([0, expect.stringContaining('prepaid')]);
    expect(err).toContain('\r\u001b[2K');
  });

  it('does not pay when the gateway was renewed between question and answer', async () => {
    const ref = await search();
    const slow: Partial<Io> = {
      ...person('y'),
      ask: async () => {
        await terminal.json('billing', 'renew', ref, '1m', '--yes');
        return 'y';
      },
    };
    const before = await terminal.json<{ readonly expires: string }>('billing', 'show', ref);
    const { exit, err } = await terminal.typeWith(slow, 'billing', 'renew', ref, '1m');
    expect([exit, err]).toEqual([1, expect.stringContaining('nothing was paid')]);
    const after = await terminal.json<{ readonly expires: string }>('billing', 'show', ref);
    expect(Date.parse(after.expires) - Date.parse(before.expires)).toBeLessThan(32 * 86_400_000);
  });

  it('is not asked again after --yes', async () => {
    const somebody = person('n');
    const { exit } = await terminal.typeWith(somebody, 'billing', 'renew', await search(), '1m', '--yes');
    expect([exit, somebody.asked]).toEqual([0, []]);
  });

  it('is asked before a native write and not before a native read', async () => {
    const somebody = person('n');
    const reading = await terminal.typeWith(somebody, 'call', 'alibaba', 'DescribeNatGateways');
    const writing = await terminal.typeWith(
      somebody,
      'call',
      'alibaba',
      'ReleaseEipAddress',
      'AllocationId=eip-1',
    );
    expect([reading.exit, writing.exit, somebody.asked.length]).toEqual([0, 7, 1]);
  });

  it('sees colours; a pipe does not', async () => {
    const shown = await terminal.typeWith(person(''), 'gateways', 'list');
    expect(shown.out).toContain('\u001b[32mavailable\u001b[39m');
    const piped = await terminal.type('gateways', 'list');
    expect(piped.out).not.toContain('\u001b');
    expect(stripVTControlCharacters(shown.out)).toBe(piped.out);
  });
});

describe('a listing over several clouds', () => {
  it('shows clouds that respond, names those that do not, and ends with 1', async () => {
    const { alibaba } = terminal.emulator.connection().networks;
    const file = join(terminal.folder, 'half.yaml');
    const command = (keys: object) => ['node', '-e', 'console.log(process.argv[1])', JSON.stringify(keys)];
    const { credentials } = terminal.emulator.connection();
    const place = { cloud: 'alibaba', region: alibaba.regionId, endpoint: terminal.emulator.url };
    const clouds = {
      good: { ...place, credentials: { command: command(credentials.alibaba) } },
      bad: { ...place, credentials: { command: command({ accessKeyId: 'no', accessKeySecret: 'no' }) } },
    };
    writeFileSync(file, JSON.stringify({ clouds }));
    const { exit, out, err } = await terminal.type('gateways', 'list', '--config', file);
    expect([exit, out]).toEqual([1, expect.stringContaining('good:cn-qingdao/')]);
    expect(err).toMatch(/^bad: \[unauthenticated\]/);
    const told = await terminal.type('gateways', 'list', '--config', file, '--json');
    expect(JSON.parse(told.out)).toHaveLength(1);
    expect(JSON.parse(told.err)).toMatchObject({ error: { alias: 'bad', code: 'unauthenticated' } });
  });
});
