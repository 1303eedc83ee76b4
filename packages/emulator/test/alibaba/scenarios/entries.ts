import { Body } from '../bench.ts';
import { changed, type Scenario, type Stage, serverWithAddress } from '../stage.ts';

/** The parameter by which an operation names a public address. */
function publicAddress(operation: string): string {
  return operation.includes('Snat') ? 'SnatIp' : 'ExternalIp';
}

function withPublicAddress(pick: (stage: Stage) => string): Scenario {
  return (stage, operation) => changed({ [publicAddress(operation)]: pick(stage) })(stage, operation);
}

const pool = Array.from({ length: 65 }, (_, index) => `47.1.1.${index + 1}`).join(',');

export const entryScenarios: Readonly<Record<string, Scenario>> = {
  'the table does not exist': changed({ SnatTableId: 'stb-none', ForwardTableId: 'ftb-none' }),
  'the entry does not exist': changed({ SnatEntryId: 'snat-none', ForwardEntryId: 'fwd-none' }),
  'the entry has been deleted': (stage, operation) => {
    stage.must(operation, stage.valid(operation));
    stage.pass(5);
    return changed({})(stage, operation);
  },
  'an entry of the table is on its way': (stage, operation) => {
    const create = operation.includes('Snat') ? 'CreateSnatEntry' : 'CreateForwardEntry';
    stage.must(create, stage.valid(create));
    return changed({ ExternalIp: stage.otherIp, ExternalPort: 9090, InternalPort: 9090 })(stage, operation);
  },
  'the public address is unknown': withPublicAddress(() => '198.51.100.7'),
  'the public address is on no gateway': withPublicAddress(({ idleIp }) => idleIp),
  'the public address serves SNAT': withPublicAddress(({ snatIp }) => snatIp),
  'the public address serves DNAT': withPublicAddress(({ forwardIp }) => forwardIp),
  'the private address lies outside the VPC': changed({ InternalIp: '192.168.0.1' }),
  'the private address lies outside the VPC of an Enhanced gateway': (stage, operation) => {
    stage.must('UpdateNatGatewayNatType', stage.valid('UpdateNatGatewayNatType'));
    stage.pass(41);
    return changed({ InternalIp: '192.168.0.1' })(stage, operation);
  },
  'the server has an address of its own': changed({
    InternalIp: serverWithAddress,
    SourceCIDR: `${serverWithAddress}/32`,
  }),
  'the gateway is being deleted': (stage, operation) => {
    stage.must('DeleteNatGateway', stage.valid('DeleteNatGateway'), 'stuck');
    return changed({})(stage, operation);
  },
  'the service breaks down': (stage) => {
    const request = { method: 'GET', path: '/', query: 'Format=JSON', headers: {}, body: '' };
    const { status, body } = stage.cloud.faultReply('server-error', request);
    return { status, body: new Body(JSON.parse(body)) };
  },
  'a HAVIP lives in the vSwitch': changed({ SourceCIDR: '', SourceVSwitchId: 'vsw-havip' }),
  'the pool of addresses is too large': changed({ SnatIp: pool }),
  'the SNAT table is full': (stage, operation) => {
    stage.cloud.seed({ account: { quotas: { snatEntriesPerTable: 1 } } });
    return changed({})(stage, operation);
  },
  'the source lies outside the VPC': changed({ SourceCIDR: '192.168.0.0/24' }),
  'the source has an entry already': changed({ SourceCIDR: '10.1.0.0/24' }),
  'the source overlaps the one of another entry': changed({ SourceCIDR: '10.1.0.0/16' }),
};
