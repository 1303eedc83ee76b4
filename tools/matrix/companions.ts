import { callingModule, callingPrints, scope } from './programs.ts';
import type { Row } from './row.ts';

/** Another zod than ours: its schemas and ours live beside each other in one program. */
const beside = (zod: string, version: string): Row => ({
  name: `zod ${version} beside ours`,
  beside: { zod, typescript: '~5.9.3', '@types/node': '^20.19.0' },
  files: {
    'companion.mts': `import { createNat, sizeSchema } from '@polynat/core';
import * as z from 'zod';
export const order = z.object({ name: z.string() });
if (!order.safeParse({ name: 'a' }).success) throw new Error('their zod does not work');
if (!sizeSchema.safeParse({ tier: 'small' }).success) throw new Error('ours does not work');
export const nat = createNat({});
`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        module: 'nodenext',
        strict: true,
        skipLibCheck: false,
        types: ['node'],
      },
      files: ['companion.mts'],
    }),
    'call.mjs': callingModule,
  },
  commands: [
    ['tsc', '-p', 'tsconfig.json'],
    ['node', 'companion.mjs'],
    ['node', 'call.mjs'],
  ],
  prints: callingPrints,
});

const inContainer = `import 'reflect-metadata';
import { Container } from 'inversify';
import { alibaba } from '${scope}/alibaba';
import { cloudModule, NAT, natModule } from '@polynat/inversify';
const { url: endpoint, credentials, networks } = JSON.parse(process.env.CONNECTION);
const container = new Container();
await container.load(
  natModule(),
  cloudModule('shop', alibaba, { region: networks.alibaba.regionId, credentials: credentials.alibaba, endpoint }),
);
const nat = container.get(NAT);
const { failures } = await nat.gateways.list().settle();
if (failures.length > 0) throw failures[0].error;
console.log('called');
await nat.close();
`;

const container = (inversify: string, version: string): Row => ({
  name: `inversify ${version}`,
  beside: { inversify, 'reflect-metadata': '^0.2.2' },
  files: { 'container.mjs': inContainer },
  commands: [['node', 'container.mjs']],
  prints: callingPrints,
});

/** As the command line of NestJS sets a project up: decorators, their metadata, CommonJS on the way out. */
const nest: Row = {
  name: 'NestJS, CommonJS',
  beside: {
    ...{ '@nestjs/common': 'latest', '@nestjs/core': 'latest', 'reflect-metadata': '^0.2.2', rxjs: '^7.8.0' },
    ...{ typescript: '~5.9.3', '@types/node': '^20.19.0' },
  },
  files: {
    'application.cts': `import 'reflect-metadata';
import { Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { alibaba } from '${scope}/alibaba';
import { type Clouds, createNat } from '@polynat/core';

const NAT = Symbol('NAT');
const { url: endpoint, credentials, networks } = JSON.parse(process.env.CONNECTION ?? '{}');
const connect = () =>
  createNat({ shop: alibaba({ region: networks.alibaba.regionId, credentials: credentials.alibaba, endpoint }) });

@Injectable()
class Gateways {
  constructor(@Inject(NAT) private readonly nat: Clouds) {}
  async count(): Promise<number> {
    const { items, failures } = await this.nat.gateways.list().settle();
    if (failures[0]) throw failures[0].error;
    return items.length;
  }
  close(): Promise<void> {
    return this.nat.close();
  }
}

@Module({ providers: [{ provide: NAT, useFactory: connect }, Gateways] })
class Application {}

async function main(): Promise<void> {
  const context = await NestFactory.createApplicationContext(Application, { logger: false });
  const gateways = context.get(Gateways);
  await gateways.count();
  console.log('called');
  await gateways.close();
  await context.close();
}
void main();
`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        ...{ target: 'es2023', module: 'nodenext', strict: true, esModuleInterop: true, types: ['node'] },
        ...{ experimentalDecorators: true, emitDecoratorMetadata: true, skipLibCheck: true },
      },
      files: ['application.cts'],
    }),
  },
  commands: [
    ['tsc', '-p', 'tsconfig.json'],
    ['node', 'application.cjs'],
  ],
  prints: callingPrints,
};

export const companionRows: readonly Row[] = [
  beside('^3.25.0', '3'),
  beside('4.3.0', '4.3.0'),
  container('^7.0.0', '7'),
  container('^8.2.0', '8'),
  nest,
];
