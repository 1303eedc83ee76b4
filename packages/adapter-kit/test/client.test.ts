import { type Call, type Clock, NatError } from '@polynat/core';
import { manualClock, seededRandom } from '@polynat/testkit';
import { createTransport, type Sender, type WireResponse } from '@polynat/transport';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ApiOperation, type Client, createClient, nativeApi, type Protocol } from '../src/index.ts';
import { requireListing } from '../src/listing.ts';

interface Keys {
  readonly id: string;
}

interface Api {
  readonly List: { readonly input: { readonly page: number }; readonly output: { readonly items: string[] } };
  readonly Add: { readonly input: { readonly name: string }; readonly output: { readonly id: string } };
}

const operations = {
  List: {
    name: 'List',
    summary: 'Lists things',
    repeat: 'read',
    writes: false,
    request: z.strictObject({ page: z.number() }),
    response: z.looseObject({ items: z.array(z.string()) }),
  },
  Add: {
    name: 'Add',
    summary: 'Adds a thing',
    repeat: 'token',
    writes: true,
    request: z.strictObject({ name: z.string() }),
    response: z.looseObject({ id: z.string() }),
  },
} as const satisfies Record<string, ApiOperation>;

/** A cloud that refuses signatures more than a minute off, and writes each instant and token it is signed with into the url. */
const protocol: Protocol<ApiOperation, Keys> = {
  cloud: 'toy',
  api: 'the toy API',
  rateKey: ({ name }, { id }) => `toy/${id}/${name}`,
  draft:
    ({ name }, request) =>
    ({ instant, token = '' }) => ({
      method: 'POST',
      url: `https://toy.example/${name}?at=${instant}&token=${token}`,
      headers: {},
      body: JSON.stringify(request),
    }),
  failureOf: (body, { status }) => {
    if (status === 200) return undefined;
    const late = (body as { code?: string }).code === 'Late';
    return new NatError(late ? 'unauthenticated' : 'protocol', 'refused', { retryable: late });
  },
  answersWithId: true,
  requestIdOf: (_body, { headers }) => headers['x-request-id'],
};

const answer = (
  status: number,
  body: unknown,
  headers: Record<string, string> = { 'x-request-id': 'r-1' },
): WireResponse => ({
  status,
  headers,
  body: new TextEncoder().encode(JSON.stringify(body)),
});

interface Sent {
  readonly name: string;
  readonly instant: number;
  readonly token: string;
}

function open(reply: (sent: Sent, count: number) => WireResponse | Promise<WireResponse>) {
  const clock = manualClock({ autoAdvance: true });
  const sent: Sent[] = [];
  const sender: Sender = {
    send: async ({ url }) => {
      const { pathname, searchParams } = new URL(url);
      sent.push({
        name: pathname.slice(1),
        instant: Number(searchParams.get('at')),
        token: searchParams.get('token') ?? '',
      });
      return reply(sent[sent.length - 1] as Sent, sent.length);
    },
    close: async () => undefined,
  };
  const random = seededRandom(1);
  const transport = createTransport({ sender, clock, random });
  const credentials = async () => ({ id: 'key' });
  const client: Client<Api> = createClient({ operations, protocol, credentials, transport, clock });
  return { clock, sent, client, native: nativeApi({ operations, api: protocol.api, client, clock, random }) };
}

const call = (clock: Clock): Call => ({
  signal: new AbortController().signal,
  deadline: clock.now() + 60_000,
  token: 'token-1',
});

const list = { page: 1 };
const page = answer(200, { items: ['a'] });

describe('a call', () => {
  it('is signed anew, with one token for a write and none for a read', async () => {
    const { client, sent, clock } = open(({ name }) => (name === 'List' ? page : answer(200, { id: 'x' })));
    await client.call('List', list, call(clock));
    expect(await client.call('Add', { name: 'n' }, call(clock))).toMatchObject({ id: 'x' });
    expect(sent.map(({ token }) => token)).toEqual(['', 'token-1']);
  });

  it('with input that does not fit is refused with the field, and nothing is sent', async () => {
    const { client, sent, clock } = open(() => page);
    const wrong = client.call('Add', { name: 7 } as never, call(clock));
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-argument', field: 'name' });
    expect(sent).toEqual([]);
  });

  it.each([
    ['an empty object', answer(200, {}, {})],
    ['a list', answer(200, { items: [] }, {})],
  ])('that a stranger answers with %s fails, for nothing is known', async (_name, strangers) => {
    const { client, clock } = open(() => strangers);
    const asked = client.call('List', list, call(clock));
    await expect(asked).rejects.toMatchObject({ code: 'protocol', outcome: 'unknown' });
  });
});

describe('a listing', () => {
  it.each<[string, unknown, string]>([
    ['no list', { total: 0 }, 'items'],
    ['no record around it', {}, 'data.items'],
    ['another record', { data: { things: [] } }, 'data.items'],
    ['another record in a list', { data: [{ things: [] }] }, 'data.items'],
    ['a text', 'ok', 'items'],
  ])('with %s is not an empty one', (_, body, listing) => {
    expect(() => requireListing('toy', { name: 'List', listing }, body)).toThrow(
      expect.objectContaining({ code: 'protocol', outcome: 'unknown', field: listing }),
    );
  });

  it.each<[string, unknown, string | undefined]>([
    ['of nothing', { items: [] }, 'items'],
    ['of null', { items: null }, 'items'],
    ['in a record', { data: { items: [] } }, 'data.items'],
    ['in a record in a list', { data: [{ items: [] }] }, 'data.items'],
    ['whose record is told as an empty list', { data: [] }, 'data.items'],
    ['that is none', {}, undefined],
  ])('%s is taken as it is', (_, body, listing) => {
    const operation = { name: 'List', ...(listing !== undefined && { listing }) };
    expect(() => requireListing('toy', operation, body)).not.toThrow();
  });
});

describe("the cloud's clock", () => {
  const lead = 3_600_000;

  /** Refuses what is more than a minute off its own time. Answers to the first calls come when all of them were sent. */
  const strict = (clock: () => Clock, together: number) => {
    const waiting: (() => void)[] = [];
    return async ({ instant }: Sent, count: number) => {
      if (count <= together) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === together) for (const wake of waiting) wake();
        });
      }
      const theirs = clock().now() + lead;
      if (Math.abs(theirs - instant) < 60_000) return page;
      return answer(400, { code: 'Late' }, { date: new Date(theirs).toUTCString(), 'x-request-id': 'r-1' });
    };
  };

  it('is learnt once by calls that are refused side by side', async () => {
    const scene = open((sent, count) => strictly(sent, count));
    const strictly = strict(() => scene.clock, 20);
    const calls = Array.from({ length: 20 }, () => scene.client.call('List', list, call(scene.clock)));
    expect(await Promise.all(calls)).toHaveLength(20);
    expect(scene.sent).toHaveLength(40);
    await scene.client.call('List', list, call(scene.clock));
    expect(scene.sent).toHaveLength(41);
  });

  it('is dropped when signing by it did not help', async () => {
    const late = () => answer(400, { code: 'Late' }, { date: new Date(0).toUTCString() });
    const { client, sent, clock } = open((_sent, count) => (count < 3 ? late() : page));
    await client.call('List', list, call(clock));
    const [own, theirs, again] = sent.map(({ instant }) => instant);
    expect(theirs).toBeLessThan(60_000);
    expect(again).toBeGreaterThanOrEqual(own ?? 0);
  });
});

describe('the native API', () => {
  it('keeps a token that the caller brought', async () => {
    const { native, sent } = open(() => answer(200, { id: 'x' }));
    await native.call('Add', { name: 'n' }, { token: 'mine' });
    expect(sent.map(({ token }) => token)).toEqual(['mine']);
  });

  it('asks the caller before it sends', async () => {
    const { native, sent } = open(() => page);
    const beforeSend = () => {
      throw new NatError('aborted', 'the lease is lost');
    };
    await expect(native.call('List', list, { beforeSend })).rejects.toMatchObject({ code: 'aborted' });
    expect(sent).toEqual([]);
  });

  it.each(['toString', 'Nothing'])('has no operation %s', async (name) => {
    const { native } = open(() => page);
    const asked = native.call(name as 'List', list);
    await expect(asked).rejects.toThrow(`the toy API has no operation ${name}`);
  });
});
