import { alibaba } from '@polynat/alibaba';
import { createNat, fromEnvironment } from '@polynat/core';
import type { Trace } from '@polynat/transport';

const trace: Trace = (event) => {
  if (event.type === 'retry') console.error('again in', event.wait, 'ms after', event.error.code);
  if (event.type === 'end')
    console.error(event.cloud, event.operation, event.attempts, event.duration, event.requestId);
};

const nat = createNat({
  shop: alibaba({ region: 'cn-hangzhou', credentials: fromEnvironment(), trace }),
});

export {};
