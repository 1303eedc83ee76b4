import { runConformance } from '@polynat/testkit/conformance';
import { emulated } from './emulated.ts';

runConformance('tencent-bm over version 2', () => emulated('v2'));
runConformance('tencent-bm over version 3', () => emulated('v3'));

/** The other readings of pages that disagree, and the other way requests may travel. */
runConformance('tencent-bm over version 2, by GET and HmacSHA256, on a stricter cloud', () =>
  emulated('v2', {
    method: 'GET',
    signatureMethod: 'HmacSHA256',
    settings: { errorShape: 'wrapped', pollingCodeAsText: true, oneTaskPerGateway: true },
  }),
);
