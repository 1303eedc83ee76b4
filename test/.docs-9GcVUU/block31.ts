const handle = nat.gateway('shop:cn-hangzhou/ngw-1');
const ports = [80, 443, 8080, 8443];
await Promise.all(
  ports.map((port) =>
    handle.dnat.add({
      protocol: 'tcp',
      public: { address: '203.0.113.7', ports: port },
      private: { address: '10.0.0.10', ports: port },
    }),
  ),
);

export {};
