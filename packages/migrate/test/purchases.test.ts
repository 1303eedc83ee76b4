import type { RunRecord } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { purchaseOn, purchasesOf } from '../src/index.ts';

type Steps = RunRecord['steps'];

const failure = { code: 'timeout', message: '[timeout] no answer' } as const;
const orders = { kind: 'address.allocate', args: { cloud: 'new', stands: '1.1.1.1', spec: {} } };

const steps: Steps = [
  { name: 'check-target', kind: 'target.check', args: {}, state: 'done', result: { noted: [] } },
  { name: 'allocate/1', ...orders, state: 'done', result: { ip: '9.9.9.1', id: 'eip-1' } },
  { name: 'allocate/2', ...orders, state: 'undone', result: { ip: '9.9.9.2', id: 'eip-2' } },
  { name: 'allocate/3', ...orders, state: 'undone' },
  { name: 'allocate/4', ...orders, state: 'started' },
  { name: 'allocate/5', ...orders, state: 'failed', failure: { ...failure, outcome: 'none' } },
  {
    name: 'create-gateway',
    kind: 'gateway.create',
    args: { cloud: 'new', spec: {} },
    state: 'failed',
    failure: { ...failure, outcome: 'unknown' },
  },
];

const first = { kind: 'address', cloud: 'new', id: 'eip-1', ip: '9.9.9.1', step: 'allocate/1' };
const second = { kind: 'address', cloud: 'new', id: 'eip-2', ip: '9.9.9.2', step: 'allocate/2' };
const unknown = [
  { kind: 'address', cloud: 'new', step: 'allocate/4', outcome: 'unknown' },
  { kind: 'gateway', cloud: 'new', step: 'create-gateway', outcome: 'unknown' },
];

describe('the purchases of a run', () => {
  it('are what it has bought, what of that it has undone, and what it has left or may have left', () => {
    expect(purchasesOf({ steps, state: 'failed' })).toEqual({
      bought: [first, second],
      undone: [second],
      left: [first, ...unknown],
    });
  });

  it('leave nothing behind that is the result of a run that is done', () => {
    expect(purchasesOf({ steps, state: 'done' }).left).toEqual(unknown);
  });

  it('tell an address that nobody can prove to be the ordered one', () => {
    const result = { ip: '9.9.9.1', id: 'eip-1', proven: false } as const;
    const run = { steps: [{ name: 'allocate/1', ...orders, state: 'done', result }], state: 'done' } as const;
    expect(purchasesOf(run).bought).toEqual([{ ...first, outcome: 'unknown' }]);
  });

  it('name a gateway by the id of its cloud', () => {
    const created = { name: 'c', kind: 'gateway.create', args: { cloud: 'new' }, state: 'done' } as const;
    const run = { steps: [{ ...created, result: { ref: 'new:there/nat-7' } }], state: 'suspended' } as const;
    expect(purchasesOf(run).left).toEqual([{ kind: 'gateway', cloud: 'new', id: 'nat-7', step: 'c' }]);
  });

  it('hold those of other packages too, read by their own readers', () => {
    const renewed = {
      name: 'r',
      kind: 'fleet.renew',
      args: { ref: 'new:there/nat-7' },
      state: 'done',
    } as const;
    const run = { steps: [{ ...renewed, result: {} }], state: 'done' } as const;
    expect(purchasesOf(run, { 'fleet.renew': (args) => purchaseOn('renewal', args) }).bought).toEqual([
      { kind: 'renewal', cloud: 'new', id: 'nat-7', step: 'r' },
    ]);
  });
});
