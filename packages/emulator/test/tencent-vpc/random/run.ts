import { createRunner } from '../../tencent/random/run.ts';
import type { Command, CommandOf, Garbage, WriteCommand } from './commands.ts';
import { allocate, release } from './eip-writes.ts';
import { associate, create, disassociate, modify, remove, reset, upgrade } from './gateway-writes.ts';
import type { Model } from './model.ts';
import type { Plan } from './plan.ts';
import { createDnat, createSnat, deleteDnat, deleteSnat, modifyDnat, modifySnat } from './rule-writes.ts';
import { Session } from './session.ts';

export const runCommands = createRunner<Session, Command>({ start: () => new Session(), step, compare });

function step(session: Session, command: Command): void {
  switch (command.kind) {
    case 'wait':
      session.vpc.pass(command.seconds);
      session.model.wait(command.seconds);
      return;
    case 'list':
      list(session, command);
      return;
    case 'poll':
      poll(session, command);
      return;
    case 'tampered':
      tampered(session, command);
      return;
    case 'garbage':
      sendGarbage(session, command);
      return;
    default:
      write(session, command);
  }
}

function planOf(session: Session, command: WriteCommand): Plan {
  switch (command.kind) {
    case 'create':
      return create(session, command);
    case 'delete':
      return remove(session, command);
    case 'modify':
      return modify(session, command);
    case 'reset':
      return reset(session, command);
    case 'upgrade':
      return upgrade(session, command);
    case 'associate':
      return associate(session, command);
    case 'disassociate':
      return disassociate(session, command);
    case 'createDnat':
      return createDnat(session, command);
    case 'modifyDnat':
      return modifyDnat(session, command);
    case 'deleteDnat':
      return deleteDnat(session, command);
    case 'createSnat':
      return createSnat(session, command);
    case 'modifySnat':
      return modifySnat(session, command);
    case 'deleteSnat':
      return deleteSnat(session, command);
    case 'allocate':
      return allocate(session, command);
    case 'release':
      return release(session, command);
  }
}

function write(session: Session, command: WriteCommand): void {
  const { action, parameters, refusals, accept } = planOf(session, command);
  const answer = session.call(action, parameters, { workFault: command.fault, method: command.method });
  const code = answer.Error?.Code;
  const agreed = code === undefined ? refusals.length === 0 : refusals.includes(code);
  if (!agreed) {
    const expected = refusals.length === 0 ? 'to be accepted' : `one of ${refusals.join(', ')}`;
    throw new Error(`${action} ${JSON.stringify(parameters)}: ${code ?? 'accepted'}, expected ${expected}`);
  }
  if (code === undefined) accept(answer);
}

/** Pages hold what the model holds, oldest first. */
function list(session: Session, { vpc, offset, limit }: CommandOf<'list'>): void {
  const vpcId = session.vpcIds[vpc];
  const filters = vpcId === undefined ? [] : [{ Name: 'vpc-id', Values: [vpcId] }];
  const answer = session.call('DescribeNatGateways', { Filters: filters, Offset: offset, Limit: limit });
  const all = session.model.gateways.filter((gateway) => vpcId === undefined || gateway.vpc === vpcId);
  const page = all.slice(offset, offset + limit).map(({ id }) => id);
  const shown = [...JSON.stringify(answer).matchAll(/"NatGatewayId":"([^"]+)","NatGatewayName"/g)].map(
    ([, id]) => id,
  );
  const expected = limit === 0 ? 'InvalidParameterValue.Range' : `${all.length} ${page}`;
  const actual = answer.Error?.Code ?? `${answer.TotalCount} ${shown}`;
  if (actual !== expected) throw new Error(`a page shows ${actual}, expected ${expected}`);
}

function poll(session: Session, { task }: CommandOf<'poll'>): void {
  const known = session.model.tasks[task % (session.model.tasks.length + 1)];
  if (known === undefined) return;
  const answer = known.ofGateway
    ? session.call('DescribeVpcTaskResult', { TaskId: known.id }).Status
    : session.call('DescribeTaskResult', { TaskId: Number(known.id) }).Result;
  if (answer !== known.status) throw new Error(`task ${known.id} is ${answer}, expected ${known.status}`);
}

function tampered(session: Session, { bit }: CommandOf<'tampered'>): void {
  const request = session.vpc.request('DescribeNatGateways', { Limit: 10 });
  const { authorization = '' } = request.headers;
  const place = authorization.length - 1 - (bit % 64);
  const flipped = authorization[place] === '0' ? '1' : '0';
  const changed = authorization.slice(0, place) + flipped + authorization.slice(place + 1);
  const { body } = session.logged.deliver({
    ...request,
    headers: { ...request.headers, authorization: changed },
  });
  if (!body.includes('AuthFailure.SignatureFailure'))
    throw new Error(`a changed signature is answered ${body}`);
}

/** Whatever comes, it is answered in the cloud's own envelope and changes nothing. */
function sendGarbage(session: Session, { method, text, headers }: Garbage): void {
  const request = session.vpc.request('DescribeNatGateways', {});
  const query = method === 'GET' ? text : '';
  const body = method === 'GET' ? '' : text;
  session.logged.deliver({ ...request, method, query, body, headers: { ...request.headers, ...headers } });
}

function compare(session: Session): void {
  session.vpc.cloud.checkInvariants();
  const shown = factsOf(session).toSorted();
  const expected = modelFacts(session.model).toSorted();
  const missing = expected.filter((fact) => !shown.includes(fact));
  const extra = shown.filter((fact) => !expected.includes(fact));
  if (missing.length + extra.length > 0) {
    throw new Error(`the state lacks [${missing.join('; ')}] and has [${extra.join('; ')}]`);
  }
}

function factsOf(session: Session): readonly string[] {
  const { gateways, eips } = session.snapshot();
  return [
    ...gateways.map((each) =>
      [
        each.natId,
        each.vpcId,
        each.name,
        each.state,
        each.productVersion,
        each.maxConcurrent,
        each.bandwidth,
        each.protected,
      ].join(' '),
    ),
    ...gateways.flatMap(({ natId, dnat }) =>
      dnat.map((rule) => `${natId} ${rule.protocol} ${rule.publicIp}:${rule.publicPort} → ${rule.privateIp}`),
    ),
    ...gateways.flatMap(({ natId, snat }) =>
      snat.map(
        ({ id, resourceId, source, publicIps }) => `${natId} ${id} ${resourceId} ${source} → ${publicIps}`,
      ),
    ),
    ...eips.map(({ ip, state, natId }) => `${ip} ${state} ${natId ?? 'free'}`),
  ];
}

function modelFacts({ gateways, eips }: Model): readonly string[] {
  return [
    ...gateways.map((each) =>
      [
        each.id,
        each.vpc,
        each.name,
        each.state,
        each.version,
        each.connections,
        each.bandwidth,
        each.protected,
      ].join(' '),
    ),
    ...gateways.flatMap(({ id, dnat }) => dnat.map((rule) => `${id} ${rule.key} → ${rule.privateIp}`)),
    ...gateways.flatMap(({ id: natId, snat }) =>
      snat.map(({ id, resourceId, source, ips }) => `${natId} ${id} ${resourceId} ${source} → ${ips}`),
    ),
    ...eips.map(({ ip, state, gateway }) => `${ip} ${state} ${gateway?.id ?? 'free'}`),
  ];
}
