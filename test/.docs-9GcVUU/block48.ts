const REPORT = token<Report>('my-app/report');
container.bind(REPORT).toResolvedValue((nat, clock) => new Report(nat, clock), [NAT, CLOCK]); // swapping them does not compile

export {};
