const rule = await nat
  .use('shop')
  .gateway('shop:cn-hangzhou/ngw-1')
  .dnat.add({
    name: 'https',
    protocol: 'tcp',
    public: { address: '203.0.113.7', ports: 443 },
    private: { address: '10.0.0.10', ports: 8443 },
  });
console.log(rule.id, rule.state);

export {};
