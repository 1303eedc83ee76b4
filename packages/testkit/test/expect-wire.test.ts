import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { expectWire, type RecordingSender, recordingSender, type SenderLike } from '../src/index.ts';

const sendTo: Readonly<Record<'query' | 'json' | 'form', (sender: RecordingSender) => Promise<unknown>>> = {
  query: (sender) =>
    sender.send({
      method: 'GET',
      url: 'https://vpc.example/?Size=Large&Action=Resize&Signature=abc%3D&SignatureNonce=1&ClientToken=77',
      headers: { host: 'vpc.example' },
    }),
  json: (sender) =>
    sender.send({
      method: 'PUT',
      url: 'https://bcc.example/v1/nat/nat-1?clientToken=77&resize',
      headers: { authorization: 'secret', 'content-type': 'application/json' },
      body: '{"cuNum":3}',
    }),
  form: (sender) =>
    sender.send({
      method: 'POST',
      url: 'https://vpc.example/',
      headers: { 'x-tc-action': 'Resize', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'natId=nat-1&Nonce=4',
    }),
};

const expected = {
  query: [{ method: 'GET', path: '/', query: { Action: 'Resize', ClientToken: '<token>', Size: 'Large' } }],
  json: [
    {
      method: 'PUT',
      path: '/v1/nat/nat-1',
      query: { clientToken: '<token>', resize: '' },
      body: { cuNum: 3 },
    },
  ],
  form: [{ method: 'POST', path: '/', headers: { 'x-tc-action': 'Resize' }, body: { natId: 'nat-1' } }],
};

describe('expectWire', () => {
  it('lays the requests of one scenario side by side, without signatures and with tokens masked', async () => {
    await expectWire((cloud: 'query' | 'json' | 'form', sender) => sendTo[cloud](sender), expected);
  });

  it('fails when a cloud would receive something else', async () => {
    const wrong = { ...expected, json: [{ method: 'PUT', path: '/v1/nat/nat-2' }] };
    const run = expectWire((cloud: 'query' | 'json' | 'form', sender) => sendTo[cloud](sender), wrong);
    await expect(run).rejects.toThrow(/nat-2/);
  });

  it('goes on as far as the answers reach', async () => {
    const twice = async (_cloud: 'json', sender: RecordingSender) => {
      await sendTo.json(sender);
      await sendTo.json(sender);
      await sendTo.json(sender);
    };
    const [once] = expected.json;
    if (!once) throw new Error('the table has an entry');
    await expectWire(twice, { json: [once, once] }, { answers: { json: [{ json: {} }] } });
  });

  it('knows the end of its script behind what a pipeline adds to an error', async () => {
    const piped = (_cloud: 'json', sender: RecordingSender) =>
      sendTo.json(sender).catch((error: unknown) => {
        throw NatError.from(error).with({ provider: { cloud: 'json', operation: 'Resize' } });
      });
    await expectWire(piped, { json: expected.json });
  });

  it('surfaces a failure of the scenario itself', async () => {
    const broken = async () => {
      throw new NatError('invalid-argument', 'wrong before the wire');
    };
    await expect(expectWire<'json'>(broken, { json: [] })).rejects.toThrow('wrong before the wire');
  });
});

describe('recordingSender', () => {
  it('answers from its script in order, or by a function of the request', async () => {
    const inOrder = recordingSender([{ json: { a: 1 } }, { status: 503, text: 'later' }]);
    const request = { method: 'GET', url: 'http://x/', headers: {} };
    const [first, second] = [await inOrder.send(request), await inOrder.send(request)];
    expect(new TextDecoder().decode(first.body)).toBe('{"a":1}');
    expect([second.status, new TextDecoder().decode(second.body)]).toEqual([503, 'later']);
    const byPath = recordingSender(({ url }) => ({ text: url }));
    expect(new TextDecoder().decode((await byPath.send(request)).body)).toBe('http://x/');
  });

  it('keeps the request its script has no answer for', async () => {
    const sender = recordingSender();
    await expect(sender.send({ method: 'GET', url: 'http://x/', headers: {} })).rejects.toThrow(/script/);
    expect(sender.requests).toHaveLength(1);
  });

  it('fits wherever a sender is wanted', () => {
    const sender: SenderLike = recordingSender();
    expect(sender.send).toBeTypeOf('function');
  });
});
