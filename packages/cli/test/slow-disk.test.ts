import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';

const unhandled = vi.fn();
process.on('unhandledRejection', unhandled);

/** A disk so slow that a part of the command is loaded only after the cloud has refused. */
vi.mock('../src/gateways/gateway-view.ts', async (original) => {
  await once(process, 'unhandledRejection');
  return original();
});

const { openTerminal } = await import('./stage.ts');

afterEach(() => process.off('unhandledRejection', unhandled));

it('a refusal that comes before the view of the answer is loaded is told like any other', async () => {
  const terminal = await openTerminal();
  const get = await terminal.type('gateways', 'get', 'alibaba:cn-qingdao/ngw-zzz');
  expect(get).toMatchObject({
    exit: 3,
    out: '',
    err: expect.stringMatching(/^\[not-found\] gateway ngw-zzz/),
  });
  const create = await terminal.type('gateways', 'create', 'baidu', '--network', 'vpc-zzz', '--yes');
  expect(create).toMatchObject({ out: '', err: expect.stringMatching(/^\[/) });
  expect(create.exit).not.toBe(0);
  expect(unhandled).not.toHaveBeenCalled();
  await terminal.close();
});
