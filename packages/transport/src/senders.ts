import { NatError } from '@polynat/core';
import { chooseProxy } from './proxy.ts';
import type { SenderOptions } from './sender-options.ts';
import type { Sender } from './wire.ts';

/**
 * Sends with `got`, which is loaded with the first request. Off is what the pipeline does itself: retries, redirects, decompression,
 * errors for a status, and the deadline, which costs a quarter more as an option of got.
 */
export function gotSender(options: SenderOptions = {}): Sender {
  return onDemand(options, async () => (await import('./got-sender.ts')).openGotSender(options));
}

/** Sends over `node:http` and nothing else: less work per call than the default sender, and the same behaviour. */
export function leanSender(options: SenderOptions = {}): Sender {
  return onDemand(options, async () => (await import('./lean-sender.ts')).openLeanSender(options));
}

/** Node's clients are loaded with the first request: they take a sixth of the time of an import. */
function onDemand(options: SenderOptions, load: () => Promise<Sender>): Sender {
  refuseWhatCannotBe(options);
  let loaded: Sender | undefined;
  let loading: Promise<Sender> | undefined;
  let closed = false;
  const loadOnce = async (): Promise<Sender> => {
    loaded = await load();
    return loaded;
  };
  return {
    send: async (request, limits) => {
      if (closed) throw new NatError('aborted', 'the sender is closed');
      loading ??= loadOnce();
      return (loaded ?? (await loading)).send(request, limits);
    },
    close: async () => {
      closed = true;
      await (await loading)?.close();
    },
  };
}

/** What is wrong with the options is told at once, not with the first request. */
function refuseWhatCannotBe(options: SenderOptions): void {
  if (options.agent) refuseBeside(options);
  chooseProxy(options.proxy, options.environment ?? {});
}

function refuseBeside(options: SenderOptions): void {
  for (const field of ['proxy', 'ca', 'connections'] as const) {
    if (options[field] === undefined) continue;
    throw new NatError('invalid-argument', 'cannot be combined with `agent`, which makes the connections', {
      field,
      remedy: `leave out \`${field}\` and set it on the agent`,
    });
  }
}
