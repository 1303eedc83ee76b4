import { changed, type Scenario, type Stage } from '../stage.ts';

function forwardThrough(stage: Stage, ip: string): void {
  stage.must('CreateForwardEntry', {
    ForwardTableId: stage.legacy.forwardTableId,
    ExternalIp: ip,
    ExternalPort: 80,
    InternalIp: '10.200.0.9',
    InternalPort: 80,
    IpProtocol: 'TCP',
  });
  stage.pass(5);
}

function translateWith(stage: Stage, ip: string): void {
  stage.must('CreateSnatEntry', {
    SnatTableId: stage.legacy.snatTableId,
    SnatIp: ip,
    SourceCIDR: '10.200.0.0/24',
  });
  stage.pass(5);
}

export const packageScenarios: Readonly<Record<string, Scenario>> = {
  'the package does not exist': changed({ BandwidthPackageId: 'bwp-none' }),
  'the account is in arrears': (stage, operation) => {
    stage.cloud.seed({ account: { arrears: true } });
    return changed({})(stage, operation);
  },
  'the gateway has four packages': (stage, operation) => {
    for (let made = 1; made < 4; made += 1) stage.must(operation, stage.valid(operation));
    return changed({})(stage, operation);
  },
  'the package would hold too many addresses': changed({ IpCount: 48 }),
  'an address belongs to another package': (stage, operation) => {
    stage.must('CreateBandwidthPackage', stage.valid('CreateBandwidthPackage'));
    const other = stage
      .must('DescribeBandwidthPackages')
      .text('BandwidthPackages.BandwidthPackage.1.PublicIpAddresses.PublicIpAdresse.0.IpAddress');
    return changed({ 'RemovedIpAddresses.1': other })(stage, operation);
  },
  'an address belongs to no package': (stage, operation) =>
    changed({ 'RemovedIpAddresses.1': stage.idleIp })(stage, operation),
  'every address would go': (stage, operation) =>
    changed(Object.fromEntries(stage.packageIps.map((ip, index) => [`RemovedIpAddresses.${index + 1}`, ip])))(
      stage,
      operation,
    ),
  'DNAT uses an address of the package': (stage, operation) => {
    forwardThrough(stage, stage.packageIps[0] ?? '');
    return changed({})(stage, operation);
  },
  'SNAT uses an address of the package': (stage, operation) => {
    translateWith(stage, stage.packageIps[0] ?? '');
    return changed({})(stage, operation);
  },
};
