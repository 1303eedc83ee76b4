import { describe, expect, it } from 'vitest';
import { createFaultBox, parseFaults } from '../src/faults.ts';

const always = () => 0;

describe('the box of faults', () => {
  it('strikes as often as its count says and then is empty', () => {
    const box = createFaultBox(always);
    box.append({ kind: 'reset-before', count: 2 });
    const struck = Array.from({ length: 3 }, () => box.plan('baidu', 'Any').resetBefore);
    expect([struck, box.empty]).toEqual([[true, true, false], true]);
  });

  it('strikes the named cloud and operation only', () => {
    const box = createFaultBox(always);
    box.append({ kind: 'truncate', cloud: 'alibaba', operation: 'CreateNatGateway' });
    const struck = [
      box.plan('alibaba', 'CreateNatGateway'),
      box.plan('alibaba', 'DeleteNatGateway'),
      box.plan('baidu', 'CreateNatGateway'),
    ].map(({ truncate }) => truncate);
    expect(struck).toEqual([true, false, false]);
  });

  it('strikes by chance, and a miss uses nothing up', () => {
    const draws = [0.9, 0.1, 0.9, 0.1];
    const box = createFaultBox(() => draws.shift() ?? 1);
    box.append({ kind: 'throttle', probability: 0.5, count: 2, retryAfter: 3 });
    const struck = Array.from({ length: 4 }, () => box.plan('baidu', 'Any').answer?.kind);
    expect([struck, box.empty]).toEqual([[undefined, 'throttle', undefined, 'throttle'], true]);
  });

  it('lets several faults strike one request; the first that replaces the answer wins', () => {
    const box = createFaultBox(always);
    box.append([
      { kind: 'slow', delay: 20 },
      { kind: 'clock-skew', seconds: -400 },
      { kind: 'html' },
      { kind: 'server-error' },
    ]);
    expect(box.plan('baidu', 'Any')).toMatchObject({
      delay: 20,
      clockSkew: -400_000,
      answer: { kind: 'html', status: 502, committed: false },
      kinds: ['slow', 'clock-skew', 'html', 'server-error'],
    });
  });

  it('keeps faults of the work until work asks for them', () => {
    const box = createFaultBox(always);
    box.append({ kind: 'stuck', count: 1 });
    const plan = box.plan('baidu', 'Any');
    const drawn = [box.workFault('baidu', 'Any'), box.workFault('baidu', 'Any')];
    expect([plan.kinds, drawn]).toEqual([[], ['stuck', undefined]]);
  });

  it.each([
    [{ kind: 'earthquake' }, 'kind'],
    [{ kind: 'slow' }, 'delay'],
    [{ kind: 'throttle', count: 0 }, 'count'],
    [{ kind: 'throttle', probability: 2 }, 'probability'],
    [{ kind: 'throttle', cloud: 'aws' }, 'cloud'],
    [{ kind: 'throttle', times: 2 }, 'times'],
  ])('refuses %o and names the field', (fault, field) => {
    expect(() => parseFaults(fault)).toThrow(field);
  });
});

describe('a box that knows the operations of the clouds', () => {
  const names: Readonly<Record<string, readonly string[]>> = {
    alibaba: ['CreateNatGateway'],
    baidu: ['CreateNat', 'NatBindEip'],
  };
  const box = () =>
    createFaultBox(always, (cloud) => (cloud === '*' ? Object.values(names).flat() : (names[cloud] ?? [])));

  it('refuses a fault for an operation that nobody answers, with the names there are', () => {
    const misspelt = { kind: 'throttle', cloud: 'baidu', operation: 'ApplyForEip' } as const;

    expect(() => box().append(misspelt)).toThrow(
      'operation: "ApplyForEip" is not an operation of baidu; use * or one of CreateNat, NatBindEip',
    );
    expect(() => box().replace({ kind: 'throttle', operation: 'ApplyForEip' })).toThrow('of any cloud');
    expect(() => box().append({ kind: 'throttle', cloud: 'baidu', operation: 'CreateNatGateway' })).toThrow();
  });

  it('takes the known ones, and all at once', () => {
    const faults = box();
    faults.append([
      { kind: 'throttle', operation: 'CreateNat' },
      { kind: 'stuck', cloud: 'baidu' },
    ]);
    expect(faults.list().map(({ operation }) => operation)).toEqual(['CreateNat', '*']);
  });
});
