import { type Answer, createTestCloud, DAY, type TestCloud } from './client.ts';
import type { Command } from './commands.ts';
import type { CommandOf, Expectation, Scene } from './expectation.ts';
import { expectOnGateway, type GatewayCommand } from './gateway-expectations.ts';
import { Model, type ModelGateway } from './model.ts';
import { expectBuy, expectCreate, expectDiscard, SPECS } from './purchase-expectations.ts';

export interface RunOptions {
  /** Compares the whole state after so many commands; 1 finds the culprit, more is faster. */
  readonly checkEvery: number;
}

/**
 * Sends the commands to a fresh cloud and throws an Error at the first answer the model does not agree with. Returns
 * how many signed requests that took, reads for comparison not counted.
 */
export function runCommands(commands: readonly Command[], { checkEvery }: RunOptions): number {
  const run = new Run();
  for (const [index, command] of commands.entries()) {
    run.step(command);
    if (index % checkEvery === 0) run.compareAll();
  }
  run.compareAll();
  run.checkSecrets();
  return run.sent;
}

class Run {
  sent = 0;
  readonly #cloud: TestCloud = createTestCloud(0);
  readonly #model = new Model(this.#cloud.clock.calendar());
  readonly #vpcIds: readonly string[];
  #repeatable: { readonly expectation: Expectation; readonly answer: Answer } | undefined;

  constructor() {
    this.#vpcIds = ['bj', 'gz'].map((region, vpc) => this.#discover(`bcc.${region}.baidubce.com`, vpc));
  }

  #discover(host: string, vpc: number): string {
    const { send } = this.#cloud;
    for (const { eip = '', shareGroupId = '' } of listOf(
      send('GET', '/v1/eip', undefined, { host }).json.eipList,
    )) {
      this.#model.addresses.push({ ip: eip, vpc, group: shareGroupId, gone: false });
    }
    return listOf(send('GET', '/v1/vpc', undefined, { host }).json.vpcs)[0]?.vpcId ?? '';
  }

  step(command: Command): void {
    if (command.kind === 'wait') this.#wait(command);
    else if (command.kind === 'garbage') this.#sendGarbage(command);
    else if (command.kind === 'repeat') this.#repeat();
    else this.#act(command);
  }

  #act(command: Exclude<Command, CommandOf<'wait' | 'garbage' | 'repeat'>>): void {
    const expectation = this.#expect(command);
    const answer = this.#send(expectation);
    requireAgreement(command, expectation, answer);
    if (answer.code !== undefined) return;
    expectation.apply(answer.json);
    this.#repeatable = { expectation, answer };
  }

  #send({ method, target, body }: Expectation): Answer {
    this.sent += 1;
    return this.#cloud.send(method, target, body);
  }

  #wait({ days }: CommandOf<'wait'>): void {
    this.#cloud.clock.advance(days * DAY);
    this.#model.now += days * DAY;
    this.#model.forgetExpired();
    // A token is forgotten after a day.
    if (days > 0) this.#repeatable = undefined;
  }

  /** The same client token brings the same answer and changes nothing. */
  #repeat(): void {
    if (this.#repeatable === undefined) return;
    const { expectation, answer } = this.#repeatable;
    const again = this.#send(expectation);
    if (again.reply.body !== answer.reply.body) throw new Error(`${expectation.target} was done twice`);
  }

  #sendGarbage({ method, path, query, text, authorization }: CommandOf<'garbage'>): void {
    this.sent += 1;
    const headers = authorization === undefined ? {} : { authorization };
    const { status } = this.#cloud.send(method, `${path}?${query}`, undefined, { text, headers });
    const accepted = status === 200 && method !== 'GET';
    if (accepted || status >= 500) throw new Error(`${method} ${path}?${query} answered ${status}`);
  }

  #expect(command: Exclude<Command, CommandOf<'wait' | 'garbage' | 'repeat'>>): Expectation {
    const scene: Scene = { model: this.#model, vpcIds: this.#vpcIds, token: `t${this.sent}` };
    if (command.kind === 'create') return expectCreate(scene, command);
    if (command.kind === 'buy') return expectBuy(scene);
    if (command.kind === 'discard') return expectDiscard(scene, command);
    return this.#expectOnSomeGateway(scene, command);
  }

  #expectOnSomeGateway(scene: Scene, command: GatewayCommand): Expectation {
    const { gateways } = this.#model;
    // One place more than there are gateways: the one that does not exist.
    const gateway = gateways[command.gateway % (gateways.length + 1)];
    if (gateway !== undefined) return expectOnGateway(scene, gateway, command);
    const expectation = expectOnGateway(scene, missingGateway(), command);
    return { ...expectation, obstacles: [...expectation.obstacles, 'NoSuchNat'] };
  }

  /** Every gateway the model knows looks as it should, and there are no others. */
  compareAll(): void {
    this.#cloud.cloud.checkInvariants();
    for (const [vpc, vpcId] of this.#vpcIds.entries()) {
      const listed = listOf(this.#cloud.send('GET', `/v1/nat?vpcId=${vpcId}`).json.nats);
      const known = this.#model.gateways.filter((gateway) => gateway.vpc === vpc);
      requireEqual(listed.map(({ id }) => id).sort(), known.map(({ id }) => id).sort());
    }
    for (const gateway of this.#model.gateways) this.#compare(gateway);
  }

  #compare(gateway: ModelGateway): void {
    const { send } = this.#cloud;
    const seen = send('GET', `/v1/nat/${gateway.id}`).json;
    const { expiresAt } = gateway;
    const size = gateway.enhanced ? seen.cuNum : SPECS.indexOf(String(seen.spec)) + 1;
    requireEqual(
      [seen.name, seen.status, seen.deleteProtect, seen.expiredTime, size, [seen.bindEips].flat().sort()],
      [
        gateway.name,
        this.#model.statusOf(gateway),
        gateway.protect,
        expiresAt === undefined ? '' : new Date(expiresAt).toISOString().replace('.000', ''),
        gateway.size,
        [...gateway.addresses.keys()].sort(),
      ],
    );
    for (const kind of ['snat', 'dnat'] as const) {
      const rules = listOf(send('GET', `/v1/nat/${gateway.id}/${kind}Rule`).json.rules);
      requireEqual(rules.map(({ ruleId }) => ruleId).sort(), [...gateway[kind].keys()].sort());
    }
  }

  checkSecrets(): void {
    const shown = JSON.stringify([this.#cloud.log.list(), this.#cloud.cloud.world()]);
    const secret = this.#cloud.cloud.credentials.secretAccessKey ?? '';
    if (shown.includes(secret)) throw new Error('The secret key is in the log or in the world.');
    if (/\/[0-9a-f]{64}\b/.test(shown)) throw new Error('A signature is in the log or in the world.');
  }
}

function missingGateway(): ModelGateway {
  return {
    id: 'nat-000000000000',
    vpc: 0,
    enhanced: true,
    size: 1,
    name: '',
    protect: false,
    expiresAt: undefined,
    addresses: new Map(),
    snat: new Map(),
    dnat: new Map(),
  };
}

function requireAgreement(command: Command, { obstacles }: Expectation, { code, reason }: Answer): void {
  const agreed = code === undefined ? obstacles.length === 0 : obstacles.includes(code);
  if (agreed) return;
  const expected = obstacles.length === 0 ? 'acceptance' : obstacles.join(' or ');
  throw new Error(
    `${JSON.stringify(command)}: expected ${expected}, got ${code ?? 'acceptance'} (${reason})`,
  );
}

function requireEqual(actual: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`The cloud shows ${one}, the model ${other}.`);
}

function listOf(value: unknown): readonly Readonly<Record<string, string | undefined>>[] {
  if (!Array.isArray(value)) throw new Error('The answer has no list.');
  return value.map((item) => Object(item));
}
