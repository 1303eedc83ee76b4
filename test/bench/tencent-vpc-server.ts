import { createServer } from 'node:http';

const requestId = '3b2f0ac9-7f0a-4b0a-bc4f-0d7a1c8b2d11';

/** A gateway as the service lists it, with ten rules and two public IPs. */
const gateway = (place: number) => ({
  NatGatewayId: `nat-${String(place).padStart(8, '0')}`,
  NatGatewayName: `egress-${place}`,
  VpcId: 'vpc-kd7d06of',
  Zone: 'ap-guangzhou-3',
  State: 'AVAILABLE',
  NetworkState: 'AVAILABLE',
  RestrictState: 'NORMAL',
  CreatedTime: '2026-01-05 10:00:00',
  InternetMaxBandwidthOut: 100,
  MaxConcurrentConnection: 1_000_000,
  NatProductVersion: 1,
  PublicIpAddressSet: [1, 2].map((last) => ({
    AddressId: `eip-${place}${last}`,
    PublicIpAddress: `198.19.${place}.${last}`,
    IsBlocked: false,
  })),
  DestinationIpPortTranslationNatRuleSet: Array.from({ length: 10 }, (_, rule) => ({
    IpProtocol: 'TCP',
    PublicIpAddress: `198.19.${place}.1`,
    PublicPort: 8_000 + rule,
    PrivateIpAddress: `10.2.1.${rule + 1}`,
    PrivatePort: 80,
    Description: 'web',
    NatGatewayId: `nat-${String(place).padStart(8, '0')}`,
    VpcId: 'vpc-kd7d06of',
  })),
  SourceIpTranslationNatRuleSet: [],
  TagSet: [{ Key: 'team', Value: 'shop' }],
  DeletionProtectionEnabled: false,
});

const answers: Readonly<Record<string, string>> = {
  DescribeNatGateways: JSON.stringify({
    Response: {
      NatGatewaySet: Array.from({ length: 100 }, (_, place) => gateway(place)),
      TotalCount: 100,
      RequestId: requestId,
    },
  }),
  ResetNatGatewayConnection: JSON.stringify({ Response: { RequestId: requestId } }),
};

const server = createServer((request, response) => {
  const body = answers[String(request.headers['x-tc-action'])] ?? '';
  request.resume();
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(address?.port);
});
