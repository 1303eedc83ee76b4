import { describe, expect, it } from 'vitest';
import {
  type Call,
  createNat,
  type Driver,
  NatError,
  type PollResult,
  type Receipt,
  type SnatRule,
  type SnatSpec,
  valuesOf,
} from '../src/index.ts';
import {
  capabilities,
  countingRandom,
  leapingClock,
  type Script,
  scriptedDriver,
} from './scripted-driver.ts';

const ruleOf = (id: string): SnatRule => ({
  ...{ id, source: { cidr: '10.0.0.0/24' }, through: ['1.1.1.1'] },
  ...{ state: 'available', providerState: 'Available', native: {} },
});

/** What the cloud does with the nth rule it is asked to add. */
type Answer = 'accept' | 'fail later' | NatError;

const blocks = (count: number): SnatSpec[] =>
  Array.from({ length: count }, (_, index) => ({
    source: { cidr: `10.0.${index}.0/24` },
    through: ['1.1.1.1'],
  }));

const indexOf = ({ source }: SnatSpec): number =>
  'cidr' in source ? Number(source.cidr?.split('.')[2]) : -1;

/** A cloud that answers for each rule as it is told; what it was sent is written down. */
function cloudOf(answers: readonly Answer[], script: Script = {}) {
  const sent: { readonly index: number; readonly token: string }[] = [];
  const accept = async (index: number, call: Call): Promise<Receipt<SnatRule>> => {
    await call.beforeSend?.({ cloud: 'shop', operation: 'Add', writes: true, input: {} });
    sent.push({ index, token: call.token });
    const answer = answers[index] ?? 'accept';
    if (NatError.is(answer)) throw answer;
    return { kind: 'added', subject: { index } };
  };
  const snat = {
    list: async () => ({ items: [] }),
    add: (_key: unknown, spec: SnatSpec, call: Call) => accept(indexOf(spec), call),
    remove: async () => Promise.reject(new Error('unused')),
  };
  const poll = async <T>({ subject }: Receipt): Promise<PollResult<T>> => {
    const { index } = subject as { readonly index: number };
    if (answers[index] === 'fail later')
      return { type: 'failed', error: new NatError('internal', 'it broke') };
    return { type: 'done', value: ruleOf(`rule-${index}`) as T };
  };
  const clock = leapingClock();
  const driver: Driver = scriptedDriver({ snat, poll, ...script });
  const nat = createNat({ shop: driver }, { clock, random: countingRandom() });
  return { clock, sent, nat, snat: nat.gateway('shop:north/gw-1').snat };
}

const refused = new NatError('already-exists', 'the block has a rule', { field: 'source' });
const lost = new NatError('unavailable', 'the answer was lost', { outcome: 'unknown', retryable: true });

describe('a batch that fails at its third rule', () => {
  it('tells of all five what became of them, in order', async () => {
    const { snat, sent } = cloudOf(['accept', 'accept', refused]);
    const results = await snat.addAll(blocks(5));
    expect(results).toMatchObject([
      { index: 0, id: 'rule-0', value: { id: 'rule-0' } },
      { index: 1, id: 'rule-1', value: { id: 'rule-1' } },
      { index: 2, error: { code: 'already-exists', outcome: 'none' } },
      { index: 3, id: 'rule-3' },
      { index: 4, id: 'rule-4' },
    ]);
    expect(sent.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  });

  it.each(['unauthenticated', 'forbidden', 'payment-required'] as const)(
    'sends nothing more when the account is refused with %s',
    async (code) => {
      const { snat, sent } = cloudOf(['accept', 'accept', new NatError(code, 'no')]);
      const results = await snat.addAll(blocks(5));
      expect(results.map(({ error }) => error?.code)).toEqual([undefined, undefined, code, code, code]);
      expect(results.slice(2).map(({ error }) => error?.outcome)).toEqual(['none', 'none', 'none']);
      expect(results[4]?.error?.message).toMatch(/not sent, since an item before it failed/);
      expect(sent).toHaveLength(3);
    },
  );

  it('goes on behind one whose outcome is unknown', async () => {
    const { snat, sent } = cloudOf(['accept', 'accept', lost]);
    const results = await snat.addAll(blocks(4));
    expect(results.map(({ error }) => error?.outcome)).toEqual([undefined, undefined, 'unknown', undefined]);
    expect(sent).toHaveLength(4);
  });

  it('gives what was accepted and came to a bad end with a record of its own', async () => {
    const { snat, nat } = cloudOf(['accept', 'fail later']);
    const [, failed] = await snat.addAll(blocks(3));
    expect(failed?.error).toMatchObject({
      outcome: 'unknown',
      operation: {
        mutation: 'snat.add',
        input: { rule: blocks(3)[1] },
        receipts: [{ subject: { index: 1 } }],
      },
    });
    await expect(nat.resume(JSON.parse(JSON.stringify(failed?.error?.operation)))).rejects.toMatchObject({
      message: expect.stringContaining('it broke'),
    });
  });
});

describe('a batch that is stopped', () => {
  it('by its caller sends no more, and says so of each rule', async () => {
    const { snat, sent } = cloudOf([]);
    const operation = snat.addAll(blocks(3));
    await operation.accepted;
    operation.abort();
    const results = await operation;
    expect(results.map(({ error }) => [error?.code, error?.outcome])).toEqual([
      ['aborted', 'unknown'],
      ['aborted', 'none'],
      ['aborted', 'none'],
    ]);
    expect(sent).toHaveLength(1);
  });

  it('by the check of its caller asks that check no more', async () => {
    let asked = 0;
    const { snat, sent } = cloudOf([]);
    const beforeSend = () => {
      asked += 1;
      if (asked === 2) throw new NatError('conflict', 'another process has taken over');
    };
    const results = await snat.addAll(blocks(4), { beforeSend });
    expect(results.map(({ error }) => error?.code)).toEqual([undefined, 'conflict', 'conflict', 'conflict']);
    expect([asked, sent.length]).toEqual([2, 1]);
  });

  it('by its deadline sends no more', async () => {
    const pending = { type: 'pending', status: 'Pending' } as const;
    const { snat, sent } = cloudOf([], { poll: async () => pending });
    const results = await snat.addAll(blocks(3), { within: 5_000 });
    expect(results.map(({ error }) => [error?.code, error?.outcome])).toEqual([
      ['timeout', 'unknown'],
      ['timeout', 'none'],
      ['timeout', 'none'],
    ]);
    expect(sent).toHaveLength(1);
  });
});

describe('what a batch says as accepted', () => {
  it('is the first rule that the cloud accepts', async () => {
    const { snat } = cloudOf([refused]);
    expect(await snat.addAll(blocks(2)).accepted).toMatchObject({ subject: { index: 1 } });
  });

  it('is an error when it accepts none, though the batch itself tells', async () => {
    const { snat } = cloudOf([refused, refused]);
    const operation = snat.addAll(blocks(2));
    await expect(operation.accepted).rejects.toMatchObject({ code: 'already-exists' });
    expect(await operation).toHaveLength(2);
  });
});

describe('the record of a batch', () => {
  it('keeps refusals, and sends again what nobody knows, under its own token', async () => {
    const first = cloudOf([refused, lost, 'accept']);
    const operation = first.snat.addAll(blocks(3));
    const results = await operation;
    const stored = JSON.parse(JSON.stringify(operation));
    const second = cloudOf([]);
    expect(await second.nat.resume(stored)).toMatchObject([
      { index: 0, error: { code: 'already-exists', field: 'source', message: results[0]?.error?.message } },
      { index: 1, value: { id: 'rule-1' } },
      { index: 2, value: { id: 'rule-2' } },
    ]);
    expect(second.sent).toEqual([first.sent[1]]);
  });

  it('of an earlier version, with the receipts of its first rules, is brought to its end', async () => {
    const { nat, sent } = cloudOf([]);
    const stored = {
      ...{ version: 1, cloud: 'shop', mutation: 'snat.addAll', key: { region: 'north', id: 'gw-1' } },
      ...{ input: { rules: blocks(3) }, token: 'stored-token' },
      receipts: [
        { kind: 'added', subject: { index: 0 } },
        { kind: 'added', subject: { index: 1 } },
      ],
    };
    expect(valuesOf((await nat.resume(stored)) as never).map((rule) => (rule as SnatRule).id)).toEqual([
      'rule-0',
      'rule-1',
      'rule-2',
    ]);
    expect(sent.map(({ index }) => index)).toEqual([2]);
  });

  it('does not call unsent what was accepted before it was resumed', async () => {
    const poll = async () => Promise.reject(new NatError('forbidden', 'no right to read'));
    const { nat } = cloudOf([], { poll });
    const stored = {
      ...{ version: 1, cloud: 'shop', mutation: 'snat.addAll', key: { region: 'north', id: 'gw-1' } },
      ...{ input: { rules: blocks(3) }, token: 'stored-token' },
      receipts: [0, 1].map((index) => ({ kind: 'added', subject: { index } })),
    };
    const results = (await nat.resume(stored)) as readonly { readonly error: NatError }[];
    expect(results.map(({ error }) => error.outcome)).toEqual(['unknown', 'unknown', 'none']);
  });
});

describe('a cloud that adds several rules in one request', () => {
  const wholeCloud = (answer: NatError | readonly (SnatRule | NatError)[]) => {
    let asked = 0;
    const single = scriptedDriver();
    const sent: number[] = [];
    const facet = {
      list: async () => ({ items: [] }),
      remove: async () => Promise.reject(new Error('unused')),
      add: async (_key: unknown, spec: SnatSpec) => {
        sent.push(indexOf(spec));
        if (indexOf(spec) === 1) throw refused;
        return { kind: 'added', subject: { index: indexOf(spec) } };
      },
      addAll: async () => {
        asked += 1;
        if (NatError.is(answer)) throw answer;
        return { kind: 'added-all', subject: {} };
      },
    };
    const poll = async <T>({ kind, subject }: Receipt): Promise<PollResult<T>> => {
      const value = kind === 'added-all' ? answer : ruleOf(`rule-${(subject as { index: number }).index}`);
      return { type: 'done', value: value as T };
    };
    const features = {
      ...capabilities.features,
      'snat.addAll.atomic': { supported: true, source: 'test' },
    } as const;
    const driver = { ...single, snat: facet, poll, capabilities: { ...capabilities, features } };
    const nat = createNat({ shop: driver }, { clock: leapingClock(), random: countingRandom() });
    return { rules: nat.gateway('shop:north/gw-1').snat, sent, nat, asked: () => asked };
  };

  it('adds them one by one after a refusal, so that each has its answer', async () => {
    const { rules, sent, asked } = wholeCloud(refused);
    const results = await rules.addAll(blocks(3));
    expect(results.map(({ id, error }) => id ?? error?.code)).toEqual(['rule-0', 'already-exists', 'rule-2']);
    expect([asked(), sent]).toEqual([1, [0, 1, 2]]);
  });

  it('adds none after a refusal of an atomic batch', async () => {
    const { rules, sent } = wholeCloud(refused);
    const results = await rules.addAll(blocks(3), { atomic: true });
    expect(results.map(({ error }) => error?.outcome)).toEqual(['none', 'none', 'none']);
    expect(sent).toEqual([]);
  });

  it('leaves each of them unknown when the answer is lost, and repeats nothing', async () => {
    const { rules, sent } = wholeCloud(lost);
    const results = await rules.addAll(blocks(2));
    expect(results.map(({ error }) => error?.outcome)).toEqual(['unknown', 'unknown']);
    expect(sent).toEqual([]);
  });

  it('tells of each what became of it after the cloud accepted all', async () => {
    const broken = new NatError('internal', 'it broke', { outcome: 'unknown' });
    const results = await wholeCloud([ruleOf('rule-a'), broken]).rules.addAll(blocks(2));
    expect(results).toMatchObject([
      { index: 0, id: 'rule-a' },
      { index: 1, error: { code: 'internal' } },
    ]);
  });

  it('brings a stored batch to its end with its one receipt, also one of an earlier version', async () => {
    const { nat, sent, asked } = wholeCloud([ruleOf('rule-a'), ruleOf('rule-b')]);
    const stored = {
      ...{ version: 1, cloud: 'shop', mutation: 'snat.addAll', key: { region: 'north', id: 'gw-1' } },
      ...{ input: { rules: blocks(2) }, token: 'stored-token' },
      receipts: [{ kind: 'added-all', subject: {} }],
    };
    expect(await nat.resume(stored)).toMatchObject([{ id: 'rule-a' }, { id: 'rule-b' }]);
    expect([asked(), sent]).toEqual([0, []]);
  });
});

describe('the values of a batch', () => {
  const done = { index: 0, id: 'rule-0', value: 'a' } as const;

  it('are those of its items', () => {
    expect(valuesOf([done])).toEqual(['a']);
  });

  it('are refused when an item failed, with the first of them as the cause', () => {
    const results = [done, { index: 1, error: refused }] as const;
    const failure = () => valuesOf<string>(results);
    expect(failure).toThrow(
      expect.objectContaining({
        code: 'already-exists',
        outcome: 'unknown',
        field: 'source',
        cause: refused,
      }),
    );
    expect(failure).toThrow(/1 of 2 items failed; item 1: the block has a rule/);
  });

  it('of which none changed anything say so', () => {
    expect(() => valuesOf<string>([{ index: 0, error: refused }])).toThrow(
      expect.objectContaining({ outcome: 'none' }),
    );
    expect(() => valuesOf<string>([{ index: 0, error: lost }])).toThrow(
      expect.objectContaining({ outcome: 'unknown' }),
    );
  });
});

it('names each rule to remove once, and at least one', async () => {
  const { snat } = cloudOf([]);
  for (const ids of [[], ['rule-1', 'rule-1'], ['']])
    await expect(snat.removeAll(ids)).rejects.toMatchObject({ code: 'invalid-argument', outcome: 'none' });
});

it('refuses an atomic batch where the cloud has none, before anything is sent', async () => {
  const { snat, sent } = cloudOf([]);
  await expect(snat.addAll(blocks(2), { atomic: true })).rejects.toMatchObject({
    ...{ code: 'unsupported', field: 'atomic', remedy: expect.stringMatching(/\w/) },
  });
  expect(sent).toEqual([]);
});
