import { type Gateway, NatError } from '@polynat/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import { report } from '../src/terminal/failures.ts';
import type { Io } from '../src/terminal/io.ts';
import { render, table } from '../src/terminal/table.ts';
import { openTerminal, type Terminal, typeInto } from './stage.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal(fleet);
});
afterAll(() => terminal.close());

const nowhere = { environment: {} };

describe('--query', () => {
  it('prints a value alone, a list as lines, and objects as a table', async () => {
    const [gateway] = await terminal.json<Gateway[]>('gateways', 'list', '--cloud', 'baidu');
    const ref = `${gateway?.ref}`;
    const state = await terminal.type('gateways', 'get', ref, '--query', 'state');
    const refs = await terminal.type('gateways', 'list', '--query', '[].ref');
    const rows = await terminal.type(
      'gateways',
      'list',
      '--query',
      "[?name=='search-out'].{ref: ref, name: name}",
    );
    expect(state.out).toBe('available\n');
    expect(refs.out.split('\n')).toContain(ref);
    expect(rows.out).toBe(`${'REF'.padEnd(ref.length)}  NAME\n${ref}  search-out\n`);
  });

  it('prints what it finds in the form of --format', async () => {
    const { out } = await terminal.type('--query', '[].name', 'gateways', 'list', '--json');
    expect(JSON.parse(out)).toContain('search-out');
    const csv = await terminal.type('gateways', 'list', '--query', '[].{name: name}', '-o', 'csv');
    expect(csv.out).toMatch(/^name\r\n/);
  });

  it('refuses what is no expression', async () => {
    const { exit, err } = await terminal.type('gateways', 'list', '--query', '[?');
    expect([exit, err]).toEqual([2, expect.stringMatching(/--query: .*\n→ write a JMESPath expression/s)]);
  });
});

describe('--columns', () => {
  it('prints these columns in this order, empty ones too', async () => {
    const { out } = await terminal.type('clouds', '--columns', 'package,ALIAS');
    expect(out.split('\n').slice(0, 2)).toEqual(['PACKAGE  ALIAS', '         alibaba']);
  });

  it('says which there are, and is refused where there are none', async () => {
    const unknown = await terminal.type('clouds', '--columns', 'alais');
    expect([unknown.exit, unknown.err]).toEqual([
      2,
      expect.stringMatching(/unknown column "alais"\n→ use some of: alias, .*; did you mean alias\?/),
    ]);
    const { exit, err } = await terminal.type('clouds', '--columns', 'alias', '-o', 'json');
    expect([exit, err]).toEqual([2, expect.stringContaining('json has no columns')]);
  });
});

describe('progress and notes', () => {
  const rename = ['gateways', 'rename'];
  const aRef = async (): Promise<string> =>
    (await terminal.type('gateways', 'list', '--cloud', 'alibaba', '-o', 'name')).out.split('\n', 1).join('');

  it('is one JSON object per line for a program, and errors are too', async () => {
    const told = await terminal.type(...rename, await aRef(), 'egress-2', '--yes', '--progress', 'json');
    const events = told.err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told.exit).toBe(0);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'accepted', title: expect.stringMatching(/^rename alibaba:/) }),
    );
    const wrong = await terminal.type('gateways', 'get', 'alibaba:cn-qingdao/ngw-none', '--progress', 'json');
    expect(JSON.parse(wrong.err)).toMatchObject({ error: { code: 'not-found' } });
  });

  it('is nothing with --quiet; the result stays', async () => {
    const told = await terminal.type(...rename, await aRef(), 'egress-3', '--yes', '--quiet');
    expect([told.exit, told.err]).toEqual([0, '']);
    expect(told.out).toContain('egress-3');
  });

  it('refuses two answers to one question', async () => {
    const both = await terminal.type('clouds', '--quiet', '--progress', 'json');
    const forms = await terminal.type('clouds', '--json', '-o', 'csv');
    expect([both.exit, forms.exit]).toEqual([2, 2]);
  });
});

describe('a screen', () => {
  const rows = [{ id: 'alibaba:cn-qingdao/ngw-1', note: 'a long text about it', more: 'more of that' }];
  const text = table(
    rows,
    (['id', 'note', 'more'] as const).map((title) => ({ title, of: (row) => row[title] })),
    '',
  );

  it('cuts long cells to fit, but never what names a row', () => {
    const [, line = ''] = render(text, { colour: false, width: 50 }).split('\n');
    expect(line).toBe('alibaba:cn-qingdao/ngw-1  a long tex…  more of th…');
    expect(render(text, { colour: false, width: 10 })).toContain('alibaba:cn-qingdao/ngw-1');
  });

  it('leaves more than it holds to a pager', async () => {
    const pages: string[] = [];
    const person: Partial<Io> = {
      interactive: true,
      page: async (shown) => void pages.push(shown),
    };
    const long = await terminal.typeWith(
      { ...person, screen: { columns: 80, rows: 5 } },
      'errors',
      'explain',
    );
    const short = await terminal.typeWith({ ...person, screen: { columns: 200, rows: 50 } }, 'clouds');
    expect([long.out, pages.length, short.out === '']).toEqual(['', 1, false]);
    expect(Math.max(...(pages[0] ?? '').split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('a misspelt word', () => {
  it.each([
    [['gateways', 'list', '--cloud', 'alibba'], 'alibaba'],
    [['call', 'alibaba', 'DescribeNatGateway'], 'DescribeNatGateways'],
    [['errors', 'explain', 'not-fond'], 'not-found'],
    [['gateways', 'lst'], 'list'],
    [['gateways', 'list', '--stat', 'available'], '--state'],
    [['gateways', 'list', '--state', 'avialable'], 'available'],
  ])('%s is answered with the nearest', async (words, near) => {
    const { exit, err } = await terminal.type(...words);
    expect([exit, err.toLowerCase()]).toEqual([
      2,
      expect.stringContaining(`did you mean ${near.toLowerCase()}?`),
    ]);
  });
});

describe('without an account', () => {
  it('error codes of the clouds are explained', async () => {
    const { exit, out } = await typeInto(nowhere, 'errors', 'explain', 'InvalidVpcId.NotFound');
    expect([exit, out]).toEqual([0, expect.stringContaining('alibaba')]);
  });

  it('facts of all clouds can be compared', async () => {
    const { exit, out } = await typeInto(nowhere, 'capabilities', '--compare');
    expect([exit, out]).toEqual([
      0,
      expect.stringMatching(/FEATURE +ALIBABA +BAIDU +TENCENT-BM +TENCENT-VPC/),
    ]);
  });
});

describe('a wait that takes too long', () => {
  it('names the option of the command', async () => {
    const remedy =
      'the work goes on in the cloud: look at the resource, or wait again with a larger `within`';
    const told: string[] = [];
    const plain = {
      err: (text: string) => void told.push(text),
      colour: { err: false },
      progress: 'text',
    } as const;
    await report(new NatError('timeout', 'timed out', { remedy }), plain, false);
    expect(told.join('')).toContain('or wait again with a longer --timeout');
  });
});
