import type { Got, Request } from 'got';
import { Dial } from './dial.ts';
import { Flight, systemTimer } from './flight.ts';
import type { SenderOptions } from './lean-sender.ts';
import type { Sender, WireRequest } from './wire.ts';

/**
 * Sends with `got`, which is loaded with the first request. What the pipeline does itself is off: retries, redirects, decompression,
 * throwing for a status. Requests are opened by `Dial`, so that the url leaves byte for byte and proxies and connections are ours.
 */
export function gotSender(options: SenderOptions = {}): Sender {
  const dial = new Dial(options);
  const timer = options.timer ?? systemTimer;
  let loading: Promise<Got> | undefined;
  return {
    send: async (wire, limits) => {
      const host = dial.hostOf(wire.url);
      loading ??= loadGot();
      const got = await loading;
      return Flight.of(host, limits, timer, (flight) => launch(got, wire, dial, flight));
    },
    close: async () => dial.close(),
  };
}

async function loadGot(): Promise<Got> {
  const { got } = await import('got');
  return got.extend({
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
  });
}

/** got's errors and diagnostics show url and headers to whoever looks, so it is given neither: the query may hold the signature. */
function launch(got: Got, wire: WireRequest, dial: Dial, flight: Flight): Request {
  const { method, url, body } = wire;
  const stream = got.stream(withoutQuery(url), {
    method,
    ...(body !== undefined && { body }),
    request: () => dial.open(wire, flight.connected),
  });
  stream.once('response', (response) => flight.answered(response));
  stream.on('data', flight.received);
  stream.once('end', flight.ended);
  stream.on('error', flight.failed);
  return body === undefined && method !== 'GET' ? stream.end() : stream;
}

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');
