import type { IncomingMessage } from 'node:http';
import { Dial, type DialOptions } from './dial.ts';
import { Flight, systemTimer, type Timer } from './flight.ts';
import type { Sender } from './wire.ts';

export interface SenderOptions extends DialOptions {
  /** How a try is timed; `setTimeout` when left out. */
  readonly timer?: Timer;
}

/** Sends over `node:http` and nothing else: less work per call than the default sender, and the same behaviour. */
export function leanSender(options: SenderOptions = {}): Sender {
  const dial = new Dial(options);
  const timer = options.timer ?? systemTimer;
  return {
    send: async (wire, limits) =>
      Flight.of(dial.hostOf(wire.url), limits, timer, (flight) => {
        const request = dial.open(wire, flight.connected);
        request.once('response', (response) => receive(response, flight));
        request.on('error', flight.failed);
        return request.end(wire.body);
      }),
    close: async () => dial.close(),
  };
}

function receive(response: IncomingMessage, flight: Flight): void {
  flight.answered(response);
  response.on('data', flight.received);
  response.once('end', flight.ended);
  response.on('error', flight.failed);
}
