import { createTransport, decodeAnswer, percentEncode } from '@polynat/transport';

const transport = createTransport();
const answer = await transport.call(
  {
    cloud: 'fluffy',
    operation: 'DescribeGateways',
    rateKey: 'fluffy/account-1/region-1/nat',
    repeat: 'read',
    format: 'json',
    build: async ({ instant, nonce }) =>
      sign({ Action: 'DescribeGateways', RegionId: region }, keys, instant, nonce),
    failure: (body) => errorOf(body),
    decode: (body) => decodeAnswer(describeGateways, body),
    requestId: (body) => requestIdOf(body),
  },
  call, // signal, deadline and idempotency token, as core hands them to a driver
);

export {};
