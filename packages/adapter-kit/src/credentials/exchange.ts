import { readFile } from 'node:fs/promises';
import { NatError, systemClock, systemRandom } from '@polynat/core';
import { leanSender, type Sender, type WireRequest } from '@polynat/transport';
import type { ExchangeTools } from './definition.ts';

/** Milliseconds. Calls wait for the keys; the metadata of a machine answers within a few. */
const timeout = 10_000;
const sizeLimit = 100_000;

export const exchangeTools: ExchangeTools = {
  ask: async (request, { direct = false, as = 'json' } = {}) => {
    const sender = leanSender(direct ? { proxy: false } : {});
    try {
      return await answerTo(sender, request, as);
    } finally {
      await sender.close();
    }
  },
  now: systemClock.now,
  uuid: systemRandom.uuid,
  readFile: async (path) => {
    try {
      return (await readFile(path, 'utf8')).trim();
    } catch {
      throw refused(`the file ${path} with the token cannot be read`);
    }
  },
};

async function answerTo(sender: Sender, request: WireRequest, as: 'json' | 'text'): Promise<unknown> {
  const { host } = new URL(request.url);
  const { signal } = new AbortController();
  const { status, body } = await sender
    .send(request, { signal, timeout, sizeLimit })
    .catch((thrown: unknown) => {
      throw refused(`no temporary keys from ${host}: ${NatError.from(thrown).plain}`);
    });
  if (status >= 300) throw refused(`no temporary keys from ${host}: it answered with HTTP ${status}`);
  const text = new TextDecoder().decode(body);
  if (as === 'text') return text;
  try {
    return JSON.parse(text);
  } catch {
    throw refused(`no temporary keys from ${host}: its answer is not JSON`);
  }
}

const refused = (message: string): NatError =>
  new NatError('unauthenticated', message, {
    remedy: 'check the role, its name and who may use it, or take the keys from another place',
  });
